import { expect, test } from 'vitest';
import { pressShuttle, type ShuttleKey, STANDING } from './shuttle.ts';
import { transportAction } from './transportKeys.ts';

function press(...keys: ShuttleKey[]) {
  let state = STANDING;
  let step = 0;
  for (const key of keys) ({ state, step } = pressShuttle(state, key));
  return { ...state, step };
}

test('L speeds up to eight times and stays there; J turns round at real time', () => {
  expect(press('forward').speed).toBe(1);
  expect(press('forward', 'forward', 'forward').speed).toBe(4);
  expect(press('forward', 'forward', 'forward', 'forward', 'forward').speed).toBe(8);
  expect(press('forward', 'forward', 'backward').speed).toBe(-1);
  expect(press('backward', 'backward').speed).toBe(-2);
});

test('K stops, and held it makes L and J step one frame', () => {
  expect(press('forward', 'hold')).toEqual({ speed: 0, isHolding: true, step: 0 });
  expect(press('hold', 'forward')).toEqual({ speed: 0, isHolding: true, step: 1 });
  expect(press('hold', 'backward').step).toBe(-1);
  expect(press('hold', 'release', 'forward')).toEqual({ speed: 1, isHolding: false, step: 0 });
});

test('Space stops whatever runs and starts at real time', () => {
  expect(press('toggle').speed).toBe(1);
  expect(press('backward', 'backward', 'toggle').speed).toBe(0);
});

test('keys of the player are read without taking those of the browser', () => {
  const plain = { code: '', shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };
  expect(transportAction({ ...plain, key: 'j' })).toEqual({ kind: 'shuttle', key: 'backward' });
  expect(transportAction({ ...plain, key: 'ArrowRight', shiftKey: true })).toEqual({ kind: 'step', frames: 10 });
  expect(transportAction({ ...plain, key: 'l', ctrlKey: true })).toBeUndefined();
  expect(transportAction({ ...plain, key: 'q' })).toBeUndefined();
});

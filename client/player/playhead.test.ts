import { namedRates } from '@studio/shared/timeline';
import { expect, test } from 'vitest';
import { Playhead } from './playhead.ts';

function watched(frames = 48) {
  const playhead = new Playhead(frames, namedRates['24']);
  const said: string[] = [];
  playhead.attach({
    show: (frame) => said.push(`show ${frame}`),
    run: (frame, speed) => said.push(`run ${frame} x${speed}`),
    dispose: () => said.push('dispose'),
  });
  return { playhead, said };
}

test('a playhead shows where it stands as soon as something can draw, and again on every seek', () => {
  const { playhead, said } = watched();
  playhead.seek(12);
  playhead.seek(900);
  expect(said).toEqual(['show 0', 'show 12', 'show 47']);
});

test('play runs to the end, stands on the last frame, and plays again from the start', () => {
  const { playhead, said } = watched();
  playhead.act({ kind: 'shuttle', key: 'toggle' });
  playhead.arrive(20);
  expect(playhead.state()).toMatchObject({ frame: 20, speed: 1 });
  playhead.arrive(47);
  expect(playhead.state()).toMatchObject({ frame: 47, speed: 0 });
  playhead.act({ kind: 'shuttle', key: 'toggle' });
  expect(said).toEqual(['show 0', 'run 0 x1', 'show 47', 'run 0 x1']);
});

test('in and out bound playing, and a loop goes round between them', () => {
  const { playhead, said } = watched();
  playhead.seek(10);
  playhead.act({ kind: 'mark', end: 'in' });
  playhead.seek(20);
  playhead.act({ kind: 'mark', end: 'out' });
  playhead.act({ kind: 'loop' });
  playhead.act({ kind: 'shuttle', key: 'forward' });
  playhead.arrive(15);
  playhead.arrive(20);
  expect(said.slice(-2)).toEqual(['run 10 x1', 'run 10 x1']);
  expect(playhead.state()).toMatchObject({ frame: 10, speed: 1, inFrame: 10, outFrame: 20 });
});

test('an in point after the out point drops the out point', () => {
  const { playhead } = watched();
  playhead.seek(5);
  playhead.act({ kind: 'mark', end: 'out' });
  playhead.seek(9);
  playhead.act({ kind: 'mark', end: 'in' });
  expect(playhead.state()).toMatchObject({ inFrame: 9, outFrame: null });
});

test('J runs backwards to the first frame; K held with L steps', () => {
  const { playhead } = watched();
  playhead.seek(30);
  playhead.act({ kind: 'shuttle', key: 'backward' });
  playhead.arrive(12);
  expect(playhead.state()).toMatchObject({ frame: 12, speed: -1 });
  playhead.act({ kind: 'shuttle', key: 'hold' });
  playhead.act({ kind: 'shuttle', key: 'forward' });
  playhead.act({ kind: 'shuttle', key: 'forward' });
  expect(playhead.state()).toMatchObject({ frame: 14, speed: 0 });
});

test('a still never runs', () => {
  const { playhead } = watched(1);
  playhead.act({ kind: 'shuttle', key: 'toggle' });
  expect(playhead.state()).toMatchObject({ frame: 0, speed: 0 });
});

test('a cut that gets shorter takes the playhead and its marks along', () => {
  const { playhead } = watched(100);
  playhead.seek(90);
  playhead.act({ kind: 'mark', end: 'out' });
  playhead.setLength(50);
  expect(playhead.state()).toMatchObject({ frame: 49, frames: 50, outFrame: null });
});

test('a late word of an engine that was stopped does not move the playhead', () => {
  const { playhead } = watched();
  playhead.act({ kind: 'shuttle', key: 'toggle' });
  playhead.seek(3);
  playhead.arrive(9);
  expect(playhead.state().frame).toBe(3);
});

import { expect, test } from 'vitest';
import { activeTake, takeName, takesOfSlot } from './index.ts';

const naming = { shotNumber: '010', slotLabel: 'Shot', isStillOfShot: false, version: 1, number: 3, extension: 'mp4' };

test.each([
  [naming, 'SHOT-010_v01_take03.mp4'],
  [{ ...naming, version: 12, number: 104, extension: 'png', isStillOfShot: true }, 'SHOT-010_still_v12_take104.png'],
  [{ ...naming, shotNumber: '', slotLabel: 'Köln: the “door”/../x' }, 'Ko-ln-the-door-x_v01_take03.mp4'],
  [{ ...naming, shotNumber: '', slotLabel: '///' }, 'TAKE_v01_take03.mp4'],
])('a Take is named %#', (given, name) => expect(takeName(given)).toBe(name));

const take = (id: string, number: number, slotId = 's') => ({ id, slotId, number, madeAt: number });

test('the picked Take is active; without a pick, or while it is on its way, the first is', () => {
  const takes = [take('b', 2), take('a', 1), take('x', 1, 'other')];
  expect(activeTake('s', takes, new Map([['s', 'b']]))?.id).toBe('b');
  expect(activeTake('s', takes, new Map())?.id).toBe('a');
  expect(activeTake('s', takes, new Map([['s', 'later']]))?.id).toBe('a');
  expect(activeTake('none', takes, new Map())).toBeUndefined();
  expect(takesOfSlot('s', takes).map(({ id }) => id)).toEqual(['a', 'b']);
});

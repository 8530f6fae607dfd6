import { expect, test } from 'vitest';
import { DeliveryLog } from './deliveryLog.ts';
import { MovementLog } from './movementLog.ts';

function logOf(edits = 4, firstTimed = 1) {
  const log = new DeliveryLog({ clients: 3, edits, firstTimed, authorOf: (edit) => edit % 3 });
  for (let edit = 0; edit < edits; edit += 1) log.sent(edit, edit * 100);
  return log;
}

test('each edit is expected once at everybody but its author', () => {
  const log = logOf();
  for (const edit of [0, 1, 2, 3]) for (const client of [0, 1, 2]) log.received(client, edit, edit * 100 + 5);
  expect([log.missing(), log.doubled]).toEqual([0, 0]);
  // Three timed edits at two clients each; the first edit warmed up.
  expect([...log.sortedLatencies()]).toEqual([5, 5, 5, 5, 5, 5]);
});

test('one delivery that is left out is missing, and one that comes again does not make up for it', () => {
  const log = logOf();
  for (const edit of [0, 1, 2, 3])
    for (const client of [0, 1, 2]) if (edit !== 2 || client !== 0) log.received(client, edit, 0);
  expect(log.missing()).toBe(1);
  log.received(1, 0, 0);
  expect([log.missing(), log.doubled]).toEqual([1, 1]);
});

test('an edit that nobody made is no delivery', () => {
  expect(() => logOf().received(0, 4, 0)).toThrow('never made');
});

test('a movement is seen when a later one of the same pointer is, and a pointer that stops is not forgotten', () => {
  const log = new MovementLog();
  log.moved(1, 10, 0);
  log.moved(1, 11, 50);
  log.moved(2, 12, 50);
  log.sighted(1, 11, 60);
  expect([log.latenciesMs, log.seen, log.unseen()]).toEqual([[60, 10], 1, 1]);
});

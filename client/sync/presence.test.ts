import { expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { Presence, PRESENCE_INTERVAL_MS } from './presence.ts';
import { presentPeople } from './presentPeople.ts';

interface Clock {
  now: number;
  readonly due: { readonly at: number; readonly run: () => void }[];
}

function setUp() {
  const awareness = new Awareness(new Y.Doc());
  const clock: Clock = { now: 0, due: [] };
  const timers = {
    now: () => clock.now,
    set: (run: () => void, delayMs: number) => clock.due.push({ at: clock.now + delayMs, run }),
  };
  const presence = new Presence(awareness, { id: 'mira', name: 'Mira', color: '#e5484d' }, timers);
  let messages = 0;
  awareness.on('update', () => {
    messages += 1;
  });
  function turnTo(now: number): void {
    clock.now = now;
    for (const entry of clock.due.splice(0)) {
      if (entry.at <= now) entry.run();
      else clock.due.push(entry);
    }
  }
  return { awareness, presence, turnTo, messages: () => messages };
}

test('a second of pointer moves leaves as at most 15 messages, and the last place arrives', () => {
  const { presence, turnTo, messages, awareness } = setUp();
  for (let ms = 0; ms < 1000; ms += 4) {
    turnTo(ms);
    presence.show({ pointer: { x: ms, y: 0 } });
  }
  turnTo(1000 + PRESENCE_INTERVAL_MS);
  expect(messages()).toBeLessThanOrEqual(16);
  expect(messages()).toBeGreaterThan(10);
  expect(presentPeople(awareness)[0]?.cursor).toEqual({ x: 996, y: 0 });
  awareness.destroy();
});

test('what is shown together stays together, and the caret of the text editor is left alone', () => {
  const { presence, turnTo, awareness } = setUp();
  presence.show({ selection: ['a'] });
  awareness.setLocalStateField('cursor', { anchor: 1 });
  presence.show({ drag: { a: { x: 1, y: 2 } } });
  presence.show({ pointer: { x: 3, y: 4 } });
  turnTo(PRESENCE_INTERVAL_MS);
  expect(awareness.getLocalState()).toMatchObject({
    selection: ['a'],
    drag: { a: { x: 1, y: 2 } },
    pointer: { x: 3, y: 4 },
    cursor: { anchor: 1 },
  });
  awareness.destroy();
});

test('people are read from states that others wrote: malformed ones and services are left out', () => {
  const { awareness } = setUp();
  const states = awareness.getStates();
  states.set(7, { service: 'job-runner', runs: {} });
  states.set(8, { user: { id: 'x', name: 'Eve', color: 'url(evil)' }, pointer: { x: Number.NaN, y: 0 }, drag: 'no' });
  const people = presentPeople(awareness);
  expect(people.map((person) => person.name)).toEqual(['Mira', 'Eve']);
  expect(people[1]).toMatchObject({ color: '#8a8a8a', cursor: null, drag: null, selection: [] });
  awareness.destroy();
});

test('a selection of thousands stays within what the server takes', () => {
  const { presence, awareness } = setUp();
  const ids = Array.from({ length: 5000 }, () => crypto.randomUUID());
  presence.show({ selection: ids, drag: Object.fromEntries(ids.map((id) => [id, { x: -123_456, y: -123_456 }])) });
  expect(JSON.stringify(awareness.getLocalState()).length).toBeLessThan(16 * 1024);
  awareness.destroy();
});

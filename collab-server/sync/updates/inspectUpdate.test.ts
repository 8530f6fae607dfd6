import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { inspectUpdate } from './inspectUpdate.ts';

function updatesOf(doc: Y.Doc): Uint8Array[] {
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  return updates;
}

test('an update that builds on a missing one is a gap, and whole once that arrived', () => {
  const peer = new Y.Doc();
  const updates = updatesOf(peer);
  peer.getMap('meta').set('title', 'one');
  peer.getMap('meta').set('title', 'two');
  const [first, second] = updates;
  if (!first || !second) throw new Error('Two edits make two updates.');
  const server = new Y.Doc();
  expect(inspectUpdate(server, second).kind).toBe('gap');
  Y.applyUpdate(server, first);
  expect(inspectUpdate(server, second).kind).toBe('new');
  expect(inspectUpdate(server, first).kind).toBe('known');
});

test("an update that builds on another peer's missing edit, or deletes it, is a gap", () => {
  const ada = new Y.Doc();
  ada.getMap('nodes').set('n', new Y.Map());
  const ben = new Y.Doc();
  Y.applyUpdate(ben, Y.encodeStateAsUpdate(ada));
  const updates = updatesOf(ben);
  (ben.getMap('nodes').get('n') as Y.Map<unknown>).set('label', 'Shot');
  ben.getMap('nodes').delete('n');
  expect(updates.map((update) => inspectUpdate(new Y.Doc(), update).kind)).toEqual(['gap', 'gap']);
});

test('what the server has already is left out of what it stores', () => {
  const peer = new Y.Doc();
  peer.getMap('meta').set('logline', 'x'.repeat(1000));
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(peer));
  peer.getMap('meta').set('title', 'new');
  const inspection = inspectUpdate(server, Y.encodeStateAsUpdate(peer));
  if (inspection.kind !== 'new') throw new Error(inspection.kind);
  expect(inspection.update.length).toBeLessThan(100);
  Y.applyUpdate(server, inspection.update);
  expect(server.getMap('meta').toJSON()).toEqual(peer.getMap('meta').toJSON());
});

test('a delete set that the server knows is nothing new', () => {
  const peer = new Y.Doc();
  peer.getMap('meta').set('title', 'a');
  peer.getMap('meta').delete('title');
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(peer));
  expect(inspectUpdate(server, Y.encodeStateAsUpdate(peer, Y.encodeStateVector(server))).kind).toBe('known');
});

test('places are told through replaced values, nested maps and texts', () => {
  const server = new Y.Doc();
  server.getMap('nodes').set('n', new Y.Map([['prompt', new Y.Text('A tower')]]));
  const peer = new Y.Doc();
  Y.applyUpdate(peer, Y.encodeStateAsUpdate(server));
  const before = Y.encodeStateVector(peer);
  const record = peer.getMap('nodes').get('n') as Y.Map<unknown>;
  (record.get('prompt') as Y.Text).insert(7, ' at dusk');
  record.set('label', 'a');
  record.set('label', 'b');
  peer.getMap('meta').set('title', 't');
  const inspection = inspectUpdate(server, Y.encodeStateAsUpdate(peer, before));
  if (inspection.kind !== 'new') throw new Error(inspection.kind);
  expect(inspection.additions.map(({ place }) => place)).toEqual([
    { root: 'nodes', key: 'n', depth: 2 },
    { root: 'nodes', key: 'n', depth: 1 },
    { root: 'nodes', key: 'n', depth: 1 },
    { root: 'meta', key: 'title', depth: 0 },
  ]);
});

test('bytes that are no update are unreadable, whatever they are', () => {
  const update = Y.encodeStateAsUpdate(new Y.Doc());
  expect(inspectUpdate(new Y.Doc(), update).kind).toBe('known');
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const peer = new Y.Doc();
  for (let index = 0; index < 20; index += 1) peer.getMap('meta').set(`k${index}`, { index });
  const whole = Y.encodeStateAsUpdate(peer);
  const kinds = new Set<string>();
  for (let round = 0; round < 2000; round += 1) {
    const flipped = whole.slice(0, 1 + Math.floor(random() * whole.length));
    flipped[Math.floor(random() * flipped.length)] = Math.floor(random() * 256);
    kinds.add(inspectUpdate(new Y.Doc(), flipped).kind);
  }
  expect(kinds).toContain('unreadable');
});

import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { addHeld, isSettled } from './heldEdits.ts';

test('held edits are settled when the document has all of them, deletions included', () => {
  const client = new Y.Doc();
  const updates: Uint8Array[] = [];
  client.on('update', (update: Uint8Array) => updates.push(update));
  client.getMap('meta').set('title', 'One');
  client.getMap('meta').set('title', 'Two');
  client.getMap('meta').delete('title');
  let held = addHeld(undefined, updates[0]!, { edits: 1, isGap: true });
  for (const update of updates.slice(1)) held = addHeld(held, update, { edits: 1, isGap: false });
  expect(held).toMatchObject({ count: 3, gaps: 1, bytes: updates.reduce((sum, update) => sum + update.length, 0) });
  const server = new Y.Doc();
  for (const update of updates) {
    expect(isSettled(server, held)).toBe(false);
    Y.applyUpdate(server, update);
  }
  expect(isSettled(server, held)).toBe(true);
});

test('an edit that says it deletes nothing, just behind the end, waits for nothing', () => {
  const server = new Y.Doc();
  server.clientID = 1;
  server.getMap('meta').set('title', 'One');
  // No edits; of one client, the first, one range, which begins at its end and has no length.
  const held = addHeld(undefined, Uint8Array.of(0, 1, 1, 1, 1, 0), { edits: 1, isGap: true });
  expect(isSettled(server, held)).toBe(true);
});

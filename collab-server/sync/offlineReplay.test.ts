import { randomUUID } from 'node:crypto';
import {
  addNodes,
  cancellationsAhead,
  cancelIntent,
  moveNodes,
  nodeText,
  requestTakes,
  rootMap,
  splitUpdate,
} from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { useSyncServer } from './fixtures/useSyncServer.ts';
import { DEFAULT_LIMITS } from './limits.ts';

// Rows are counted here, so none is folded.
const bench = useSyncServer({ limits: { foldRows: 1e9, foldBytes: 1e12, foldRowsOnUnload: 1e9 } });
const soon = { timeout: 20_000, interval: 5 };
const ADA = { id: 'ada', name: 'Ada' };

function newNode(prompt: string) {
  return { id: randomUUID(), type: 'generate.image', position: { x: 0, y: 0 }, texts: { prompt } } as const;
}

/** A third moves, a third types, a third adds nodes. */
function workOn(doc: Y.Doc, operations: number): void {
  const ids = [...rootMap(doc, 'nodes').keys()];
  for (let step = 0; step < operations; step += 1) {
    const id = ids[step % ids.length] ?? '';
    if (step % 3 === 0) unwrap(moveNodes(doc, new Map([[id, { x: step, y: -step }]])));
    else if (step % 3 === 1) unwrap(nodeText(doc, id, 'prompt')).insert(0, 'w');
    else ids.push(...unwrap(addNodes(doc, [newNode('Fog')])));
  }
}

function vectorOf(doc: Y.Doc): string {
  return Buffer.from(Y.encodeStateVector(doc)).toString('hex');
}

/** A replica on a device without a network: it holds what the other held, and connects when it is opened. */
function offlineCopyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

/** How long one replica needs to take an update in, in milliseconds: what is measured here stands beside it. */
function timeOfTaking(start: Uint8Array, update: Uint8Array): number {
  const replica = new Y.Doc();
  Y.applyUpdate(replica, start);
  const started = performance.now();
  Y.applyUpdate(replica, update);
  return performance.now() - started;
}

test('10,000 edits made offline arrive as one message at 20 others; sent again they change nothing', async () => {
  const name = `project/${randomUUID()}`;
  const others = Array.from({ length: 20 }, () => bench.open('ben', name));
  const [first = bench.open('ben', name)] = others;
  await expect.poll(() => first.isSaved(), soon).toBe(true);
  const start = Array.from({ length: 50 }, () => newNode('A pier'));
  unwrap(addNodes(first.doc, start));
  await expect.poll(() => others.every((other) => rootMap(other.doc, 'nodes').size === 50), soon).toBe(true);
  const startState = Y.encodeStateAsUpdate(first.doc);
  const offline = offlineCopyOf(first.doc);
  workOn(offline, 10_000);
  const before = await bench.journalOf(name);
  const all = vectorOf(offline);
  const started = performance.now();
  const ada = bench.open('ada', name, { doc: offline });
  await expect.poll(() => others.every((other) => vectorOf(other.doc) === all), soon).toBe(true);
  const tookMs = performance.now() - started;
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  const after = await bench.journalOf(name);
  const update = after.at(-1)?.update ?? new Uint8Array();
  const floorMs = timeOfTaking(startState, update) * (others.length + 1);
  console.info(
    `10,000 offline edits, ${Math.round(update.length / 1000)} kB: connected and at 20 others after ` +
      `${Math.round(tookMs)} ms; 21 replicas of one process take it in ${Math.round(floorMs)} ms`,
  );
  expect(after.length).toBe(before.length + 1);
  expect(rootMap(first.doc, 'nodes').toJSON()).toEqual(rootMap(offline, 'nodes').toJSON());
  let changes = 0;
  for (const { doc } of others) doc.on('update', () => (changes += 1));
  ada.provider.documentUpdateHandler(Y.encodeStateAsUpdate(offline), null);
  const sameAgain = bench.open('ada', name, { doc: offlineCopyOf(offline) });
  await expect.poll(() => ada.isSaved() && sameAgain.isSaved(), soon).toBe(true);
  expect(await bench.journalOf(name)).toHaveLength(after.length);
  expect(changes).toBe(0);
});

test('6 MB of edits made offline are too large for one message, and arrive as several', async () => {
  const name = `project/${randomUUID()}`;
  const offline = new Y.Doc();
  for (let index = 0; index < 60; index += 1) unwrap(addNodes(offline, [newNode(`${index} fog `.repeat(15_000))]));
  const state = Y.encodeStateAsUpdate(offline);
  expect(state.length).toBeGreaterThan(6_000_000);
  const whole = bench.open('ada', name, { doc: offline });
  await expect.poll(() => whole.denials, soon).toEqual(['too-large']);
  whole.destroy();
  const ada = bench.open('ada', name);
  const ben = bench.open('ben', name);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  const pieces = splitUpdate(state, 2 * 1024 * 1024);
  expect(pieces.every((piece) => piece.length <= DEFAULT_LIMITS.updateBytes)).toBe(true);
  for (const piece of pieces) ada.provider.documentUpdateHandler(piece, null);
  await expect.poll(() => ada.isSaved() && vectorOf(ben.doc) === vectorOf(offline), soon).toBe(true);
  expect(rootMap(ben.doc, 'nodes').toJSON()).toEqual(rootMap(offline, 'nodes').toJSON());
  expect(ada.denials).toEqual([]);
  expect(await bench.journalOf(name)).toHaveLength(pieces.length);
});

test('in pieces too, what was asked for and taken back offline is taken back before it is asked for', async () => {
  const projectId = randomUUID();
  const offline = new Y.Doc();
  const nodes = unwrap(addNodes(offline, [newNode('Fog'), newNode('Rain')]));
  const asked = nodes.map((nodeId) => {
    const run = { kind: 'take', seeds: [7], quality: 'low', requestedBy: ADA, requestedAt: 1, nodeId } as const;
    return unwrap(requestTakes(offline, { id: randomUUID(), ...run }));
  });
  for (let index = 0; index < 30; index += 1) unwrap(addNodes(offline, [newNode('fog '.repeat(100))]));
  const [cancelled = '', kept = ''] = asked;
  unwrap(cancelIntent(offline, cancelled, ADA, 2));
  const state = Y.encodeStateAsUpdate(offline);
  const pieces = splitUpdate(state, 1000);
  expect(pieces.length).toBeGreaterThan(5);
  const ahead = cancellationsAhead(state) ?? new Uint8Array();
  Y.applyUpdate(offline, ahead);
  const ada = bench.open('ada', `project/${projectId}`);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  for (const piece of [ahead, ...pieces]) ada.provider.documentUpdateHandler(piece, null);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  // And once more as a whole, as the next visit brings it.
  const again = bench.open('ada', `project/${projectId}`, { doc: offline });
  await expect.poll(() => again.isSaved(), soon).toBe(true);
  expect([...ada.denials, ...again.denials]).toEqual([]);
  const rows = await bench
    .database()
    .kysely.selectFrom('outbox')
    .select(['kind', 'key'])
    .where('project_id', '=', projectId)
    .orderBy('id')
    .execute();
  const first = rows.findIndex((row) => row.key === cancelled);
  expect(rows[first]?.kind).toBe('cancellation');
  expect(rows.filter((row) => row.kind === 'intent').map((row) => row.key)).toEqual([cancelled, kept]);
  expect(vectorOf(again.doc)).toBe(vectorOf(offline));
});

import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { unwrap } from '../result.ts';
import {
  addNode,
  addTakes,
  connect,
  createUndo,
  formatDocumentName,
  insertClips,
  inOrder,
  isJson,
  ledgerTables,
  migrate,
  moveClip,
  moveNodes,
  nodeText,
  parseDocumentName,
  pickTake,
  projectMeta,
  projectTables,
  readClip,
  readNode,
  readRows,
  recordOf,
  removeNodes,
  requestTakes,
  rootMap,
  ROOTS,
  SCHEMA_VERSION,
  setNodeField,
  updateMeta,
  validEdges,
  watchForEchoes,
} from './index.ts';
import { syncDocs, testId, twoPeers } from './testing/peers.ts';

const origin = { x: 0, y: 0 };
const shot = (n: number) => ({
  id: testId(n),
  type: 'shot',
  position: origin,
  fields: { name: `Shot ${n}` },
  texts: { description: '' },
});
const wire = (id: string, source: number, target: number) => ({
  id,
  source: testId(source),
  sourceHandle: 'shot',
  target: testId(target),
  targetHandle: 'previous',
});

test('opening a project writes nothing: defaults are applied when reading', () => {
  const doc = new Y.Doc();
  let updates = 0;
  doc.on('update', () => (updates += 1));
  projectTables(doc);
  ledgerTables(doc);
  expect(projectMeta(doc)).toMatchObject({ rate: '24', quality: 'standard', width: 1280 });
  expect(unwrap(migrate(doc))).toEqual([]);
  expect(updates).toBe(0);
});

test('two people who each add the first node keep both: containers are roots', () => {
  const { a, b, sync } = twoPeers();
  unwrap(addNode(a, shot(1)));
  unwrap(addNode(b, shot(2)));
  sync();
  expect([...projectTables(a).nodes.rows().keys()].sort()).toEqual([testId(1), testId(2)]);
  expect(b.getMap('nodes').toJSON()).toEqual(a.getMap('nodes').toJSON());
});

test('two people who edit two fields of one node keep both: a record is a map of fields', () => {
  const { a, b, sync } = twoPeers();
  unwrap(addNode(a, shot(1)));
  sync();
  unwrap(setNodeField(a, testId(1), 'name', 'The door'));
  unwrap(setNodeField(b, testId(1), 'durationFrames', 72));
  sync();
  expect(projectTables(a).nodes.row(testId(1))?.fields).toMatchObject({ name: 'The door', durationFrames: 72 });
});

test('two people who type in one prompt keep both texts', () => {
  const { a, b, sync } = twoPeers();
  unwrap(addNode(a, { ...shot(1), texts: { prompt: 'A lighthouse' } }));
  sync();
  unwrap(nodeText(a, testId(1), 'prompt')).insert(0, 'Dawn. ');
  unwrap(nodeText(b, testId(1), 'prompt')).insert(12, ' in the storm');
  sync();
  expect(projectTables(b).nodes.row(testId(1))?.fields['prompt']).toBe('Dawn. A lighthouse in the storm');
});

test('two drags of one node end where one person dropped it, never at a mixture', () => {
  const { a, b, sync } = twoPeers();
  unwrap(addNode(a, shot(1)));
  sync();
  unwrap(moveNodes(a, new Map([[testId(1), { x: 10, y: 20 }]])));
  unwrap(moveNodes(b, new Map([[testId(1), { x: 300, y: 400 }]])));
  sync();
  expect([
    { x: 10, y: 20 },
    { x: 300, y: 400 },
  ]).toContainEqual(projectTables(a).nodes.row(testId(1))?.position);
});

test('a drag is one small write', () => {
  const { a } = twoPeers();
  unwrap(addNode(a, shot(1)));
  const sizes: number[] = [];
  a.on('update', (update: Uint8Array) => sizes.push(update.length));
  unwrap(moveNodes(a, new Map([[testId(1), { x: 10, y: 20 }]])));
  expect(sizes).toHaveLength(1);
  expect(sizes[0]).toBeLessThan(200);
});

test('two reorderings at once never lose or double a clip', () => {
  const { a, b, sync } = twoPeers();
  unwrap(
    insertClips(
      a,
      [1, 2, 3].map((n) => ({ id: `c${n}`, shotId: testId(n) })),
      0,
    ),
  );
  sync();
  unwrap(moveClip(a, 'c3', 0));
  unwrap(moveClip(b, 'c3', 1));
  unwrap(moveClip(b, 'c1', 2));
  sync();
  const ids = (doc: Y.Doc) => inOrder(readRows(rootMap(doc, 'clips'), readClip).values()).map((clip) => clip.id);
  expect([...ids(a)].sort()).toEqual(['c1', 'c2', 'c3']);
  expect(ids(b)).toEqual(ids(a));
});

test('a clip can be put between two that have one order key', () => {
  const { a, b, sync } = twoPeers();
  unwrap(insertClips(a, [{ id: 'c1', shotId: testId(1) }], 0));
  unwrap(insertClips(b, [{ id: 'c2', shotId: testId(2) }], 0));
  sync();
  unwrap(insertClips(a, [{ id: 'c3', shotId: testId(3) }], 1));
  sync();
  expect(inOrder(readRows(rootMap(b, 'clips'), readClip).values()).map((clip) => clip.id)).toEqual(['c1', 'c3', 'c2']);
});

test('a stored order that is none does not stop the cut from being edited', () => {
  const { a } = twoPeers();
  unwrap(insertClips(a, [{ id: 'c1', shotId: testId(1) }], 0));
  recordOf(a, 'clips', 'c1')?.set('order', '~ no key');
  unwrap(insertClips(a, [{ id: 'c2', shotId: testId(2) }], 1));
  expect(inOrder(readRows(rootMap(a, 'clips'), readClip).values()).map((clip) => clip.id)).toEqual(['c1', 'c2']);
});

test('removing a node hides its wires and undo brings both back', () => {
  const { a } = twoPeers();
  const undo = createUndo(a, 0);
  unwrap(addNode(a, shot(1)));
  unwrap(addNode(a, shot(2)));
  unwrap(connect(a, [wire('e1', 1, 2)]));
  const tables = projectTables(a);
  const edges = () => validEdges(tables.edges.rows().values(), (id) => tables.nodes.row(id) !== undefined);
  unwrap(removeNodes(a, [testId(1)]));
  expect(edges()).toMatchObject({ valid: [], dangling: [{ id: 'e1' }] });
  undo.undo();
  expect(edges().valid).toHaveLength(1);
});

test('a circle made by two concurrent wires is cut at the same wire everywhere, and nobody writes to repair it', () => {
  const { a, b, sync } = twoPeers();
  for (const n of [1, 2]) unwrap(addNode(a, shot(n)));
  sync();
  unwrap(connect(a, [wire('ea', 1, 2)]));
  unwrap(connect(b, [wire('eb', 2, 1)]));
  const tables = [a, b].map(projectTables);
  const echoes: unknown[] = [];
  for (const doc of [a, b]) watchForEchoes(doc, (source) => echoes.push(source));
  sync();
  for (const table of tables) {
    const { valid, cut } = validEdges(table.edges.rows().values(), () => true);
    expect(valid.map((edge) => edge.id)).toEqual(['ea']);
    expect(cut.map((edge) => edge.id)).toEqual(['eb']);
  }
  expect(echoes).toEqual([]);
});

test('the echo alarm sounds when a remote change makes local code write', () => {
  const { a, b } = twoPeers();
  const echoes: unknown[] = [];
  watchForEchoes(b, (source) => echoes.push(source));
  rootMap(b, 'nodes').observe(() => {
    if (!rootMap(b, 'meta').has('repaired')) rootMap(b, 'meta').set('repaired', true);
  });
  unwrap(addNode(a, shot(1)));
  syncDocs(a, b);
  expect(echoes).toHaveLength(1);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 0, { deep: { nan: Number.NaN } }])(
  'a command refuses %s',
  (value) => {
    const { a } = twoPeers();
    unwrap(addNode(a, shot(1)));
    const bad = value as never;
    expect(setNodeField(a, testId(1), 'durationFrames', bad)).toMatchObject({
      ok: false,
      failure: { reason: 'invalid', field: 'durationFrames' },
    });
    expect(moveNodes(a, new Map([[testId(1), { x: bad, y: 0 }]]))).toMatchObject({ ok: false });
  },
);

test.each(['selected', 'dragging', 'resizing', 'measured'])('a command never stores %s', (name) => {
  const { a } = twoPeers();
  const refused = { ok: false, failure: { reason: 'invalid', field: name } };
  expect(addNode(a, { ...shot(1), fields: { [name]: true } })).toMatchObject(refused);
  unwrap(addNode(a, shot(1)));
  expect(setNodeField(a, testId(1), name, true)).toMatchObject(refused);
});

test('a stored NaN or wrong type reads as the default and the project opens', () => {
  const { a } = twoPeers();
  unwrap(addNode(a, shot(1)));
  recordOf(a, 'nodes', testId(1))?.set('position', { x: Number.NaN, y: 3 });
  rootMap(a, 'nodes').set('broken', 'no record');
  rootMap(a, 'meta').set('width', Number.NaN);
  expect(projectTables(a).nodes.row(testId(1))?.position).toEqual({ x: 0, y: 0 });
  expect(projectTables(a).nodes.rows().size).toBe(1);
  expect(projectMeta(a).width).toBe(1280);
});

test('unknown node types and fields are carried through unchanged', () => {
  const { a, b, sync } = twoPeers();
  unwrap(addNode(a, { id: testId(1), type: 'hologram.v9', position: origin, fields: { beam: { watts: 5 } } }));
  sync();
  unwrap(moveNodes(b, new Map([[testId(1), { x: 5, y: 5 }]])));
  sync();
  expect(projectTables(a).nodes.row(testId(1))).toMatchObject({
    type: 'hologram.v9',
    position: { x: 5, y: 5 },
    fields: { beam: { watts: 5 } },
  });
});

test('a row keeps its identity until its record changes', () => {
  const { a } = twoPeers();
  for (const n of [1, 2]) unwrap(addNode(a, shot(n)));
  const { nodes } = projectTables(a);
  const [first, second] = [nodes.row(testId(1)), nodes.row(testId(2))];
  unwrap(moveNodes(a, new Map([[testId(2), { x: 9, y: 9 }]])));
  expect(nodes.row(testId(1))).toBe(first);
  expect(nodes.row(testId(2))).not.toBe(second);
});

test('undo is mine: it leaves my colleague’s edits, the runs and the work somebody did inside what I added', () => {
  const { a, b, sync } = twoPeers();
  const undo = createUndo(a, 0);
  unwrap(addNode(a, { ...shot(1), texts: { prompt: '' } }));
  sync();
  unwrap(nodeText(b, testId(1), 'prompt')).insert(0, 'typed by a colleague');
  unwrap(addNode(b, shot(2)));
  sync();
  const author = { id: 'p1', name: 'P' };
  const intent = {
    id: testId(9),
    kind: 'take',
    nodeId: testId(1),
    seeds: [1],
    quality: 'low',
    requestedBy: author,
    requestedAt: 1,
  } as const;
  unwrap(requestTakes(a, intent));
  undo.undo();
  sync();
  const tables = projectTables(b);
  expect(tables.nodes.row(testId(1))?.fields['prompt']).toBe('typed by a colleague');
  expect(tables.nodes.row(testId(2))).toBeDefined();
  expect(tables.intents.rows().size).toBe(1);
});

test('undo takes back my own step', () => {
  const { a } = twoPeers();
  const undo = createUndo(a, 0);
  unwrap(updateMeta(a, { title: 'First' }));
  unwrap(updateMeta(a, { title: 'Second' }));
  undo.undo();
  expect(projectMeta(a).title).toBe('First');
  undo.redo();
  expect(projectMeta(a).title).toBe('Second');
});

test('a project of a newer schema is refused and left untouched; an older one is migrated once', () => {
  const newer = new Y.Doc();
  rootMap(newer, 'meta').set('schemaVersion', SCHEMA_VERSION + 1);
  expect(migrate(newer)).toMatchObject({ ok: false, failure: { reason: 'too-new' } });
  const older = new Y.Doc();
  const steps = [{ toVersion: 2, name: 'addColour', up: (doc: Y.Doc) => rootMap(doc, 'meta').set('colour', 'none') }];
  expect(unwrap(migrate(older, steps, 2))).toEqual(['addColour']);
  expect(unwrap(migrate(older, steps, 2))).toEqual([]);
  expect(rootMap(older, 'meta').toJSON()).toEqual({ colour: 'none', schemaVersion: 2 });
});

test('keys that objects inherit from are refused by commands and by readers', () => {
  const { a } = twoPeers();
  expect(isJson(JSON.parse('{"__proto__":{"isOwner":true}}'))).toBe(false);
  expect(pickTake(a, '__proto__', 'take')).toMatchObject({ ok: false });
  const record = new Y.Map<unknown>();
  rootMap(a, 'nodes').set(testId(1), record);
  record.set('type', 'shot');
  record.set('__proto__', { isOwner: true });
  const row = readNode(testId(1), record);
  expect(row?.fields['isOwner']).toBeUndefined();
});

test('writing the same Takes twice changes nothing', () => {
  const { a } = twoPeers();
  const media = { sha256: 'a'.repeat(64), mime: 'video/mp4', bytes: 10 };
  const take = {
    id: `${testId(1)}.0`,
    intentId: testId(1),
    nodeId: testId(2),
    slotId: testId(2),
    kind: 'video',
    name: 'SHOT-010_v01_take01.mp4',
    version: 1,
    number: 1,
    media,
    width: 16,
    height: 16,
    frames: 5,
    rate: { num: 24, den: 1 },
    hasAudio: false,
    thumbnail: media,
    filmstrip: null,
    waveform: null,
    quality: 'low',
    notice: '',
    recipe: null,
    madeBy: { id: 'p', name: 'P' },
    madeAt: 1,
  } as const;
  unwrap(addTakes(a, [take]));
  const before = Y.encodeStateAsUpdate(a);
  unwrap(addTakes(a, [{ ...take, name: 'other' }]));
  expect(Y.encodeStateAsUpdate(a)).toEqual(before);
});

test.each([
  ['project/../../etc/passwd'],
  ['project/__proto__'],
  [`project/${testId(1)}/ledger/x`],
  [`project/${testId(1).toUpperCase().replaceAll('0', 'A')}`],
  [`share/${testId(1)}\u0000`],
  ['x'.repeat(100_000)],
])('the document name %.40s is refused', (name) => {
  expect(parseDocumentName(name)).toMatchObject({ ok: false, failure: { reason: 'unknown-document' } });
});

test.each([
  `project/${testId(1)}`,
  `project/${testId(1)}/ledger`,
  `project/${testId(1)}/review/cut`,
  `project/${testId(1)}/review/${testId(2)}`,
  `share/${testId(3)}`,
])('the document name %s is read and written back', (name) =>
  expect(formatDocumentName(unwrap(parseDocumentName(name)))).toBe(name),
);

test('a project document has the roots that are written down and no others', () => {
  const { a } = twoPeers();
  projectTables(a);
  projectMeta(a);
  expect([...a.share.keys()].every((root) => (ROOTS.project as readonly string[]).includes(root))).toBe(true);
});

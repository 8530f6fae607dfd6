import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { compactDocument, compactSoon } from './compactDocument.ts';

/** Numbers from 0 up to, not including, 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const VALUES: readonly unknown[] = [
  ...[0, -0, 1, 0.5, 1e300, true, false, null, '', 'a', 'low', 'x'.repeat(60), -7],
  ...[{ x: 1, y: -0 }, { source: 'a', target: 'low' }, [1, 'a'], { deep: { text: 'a' } }],
];
const NAMES = ['type', 'title', 'seed', 'quality', 'position', 'prompt', 'list', 'inner'];

/** One random change of a document of records, texts and lists. */
function edit(doc: Y.Doc, random: () => number): void {
  const pick = <Value>(from: readonly Value[]): Value => from[Math.floor(random() * from.length)] as Value;
  const records = doc.getMap<unknown>(pick(['nodes', 'edges']));
  const id = pick(['n1', 'n2', 'n3', 'n4', 'n5']);
  const record = records.get(id);
  if (!(record instanceof Y.Map) || random() < 0.08) return addRecord(records, id, random, pick);
  if (random() < 0.05) return records.delete(id);
  const name = pick(NAMES);
  const field: unknown = record.get(name);
  if (field instanceof Y.Text) {
    if (random() < 0.7) return field.insert(0, pick(['ab', 'c']));
    return field.delete(0, 1);
  }
  if (field instanceof Y.Array) return field.insert(Math.floor(random() * field.length), [pick(VALUES), pick(VALUES)]);
  if (field instanceof Y.Map) return void field.set(pick(NAMES), pick(VALUES));
  if (random() < 0.1) return record.delete(name);
  record.set(name, pick(VALUES));
}

function addRecord(
  records: Y.Map<unknown>,
  id: string,
  random: () => number,
  pick: <Value>(from: readonly Value[]) => Value,
): void {
  const record = new Y.Map<unknown>();
  const fields = random() < 0.1 ? Array.from({ length: 30 }, (_, at) => `field ${at}`) : NAMES.slice(0, 5);
  for (const name of fields) record.set(name, pick(VALUES));
  if (random() < 0.6) record.set('prompt', new Y.Text('words'));
  if (random() < 0.4) record.set('list', Y.Array.from([1, 'a', 'a']));
  if (random() < 0.4) record.set('inner', new Y.Map([['a', 1]]));
  records.set(id, record);
}

function bytesOf(doc: Y.Doc): string {
  return Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64');
}

function jsonOf(doc: Y.Doc): unknown {
  return [doc.getMap('nodes').toJSON(), doc.getMap('edges').toJSON()];
}

/** A document read from storage as a server has it. */
function read(update: Uint8Array, clientID: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  Y.applyUpdate(doc, update);
  return doc;
}

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed + 1);

test.each(SEEDS)('seed %i: a compacted document and a plain one stay equal under the same edits', (seed) => {
  const random = seeded(seed);
  const authors = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
  authors.forEach((author, at) => (author.clientID = at + 1));
  const everyone = () => authors.map((author) => Y.encodeStateAsUpdate(author));
  for (let step = 0; step < 60; step += 1) edit(authors[step % 3] ?? new Y.Doc(), random);
  const stored = Y.mergeUpdates(everyone());
  const [plain, compact] = [read(stored, 9), read(stored, 9)];
  compactDocument(compact);
  expect(jsonOf(compact)).toEqual(jsonOf(plain));
  for (let step = 0; step < 60; step += 1) {
    const author = authors[Math.floor(random() * 3)] ?? new Y.Doc();
    const before = Y.encodeStateVector(plain);
    if (random() < 0.2) Y.applyUpdate(author, Y.encodeStateAsUpdate(plain));
    const several = Math.ceil(random() * 4);
    author.transact(() => Array.from({ length: several }, () => edit(author, random)));
    const update = Y.encodeStateAsUpdate(author, before);
    for (const doc of [plain, compact]) Y.applyUpdate(doc, update);
    // Also what the server writes itself, and compacting what is compact already.
    if (random() < 0.3) {
      const own = seeded(seed * 1000 + step);
      edit(plain, own);
      edit(compact, seeded(seed * 1000 + step));
    }
    if (random() < 0.1) compactDocument(compact);
    expect(bytesOf(compact), `step ${step}`).toBe(bytesOf(plain));
  }
  expect(jsonOf(compact)).toEqual(jsonOf(plain));
  const reader = new Y.Doc();
  Y.applyUpdate(reader, Y.encodeStateAsUpdate(compact));
  expect(jsonOf(reader)).toEqual(jsonOf(plain));
});

test('a name of a field that reads like two names is taken for no other record', () => {
  const author = new Y.Doc();
  author.getMap('nodes').set('n1', new Y.Map([['type\ntitle', 'one name']]));
  const two = [
    ['type', 'shot'],
    ['title', 'One'],
  ] as const;
  author.getMap('nodes').set('n2', new Y.Map(two));
  const stored = Y.encodeStateAsUpdate(author);
  const [plain, compact] = [read(stored, 9), read(stored, 9)];
  compactDocument(compact);
  expect(jsonOf(compact)).toEqual(jsonOf(plain));
  const before = Y.encodeStateVector(author);
  author.getMap<Y.Map<unknown>>('nodes').get('n2')?.set('title', 'Two');
  for (const doc of [plain, compact]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(author, before));
  expect(jsonOf(compact)).toEqual(jsonOf(plain));
  expect(bytesOf(compact)).toBe(bytesOf(plain));
});

test('the comparison notices a compaction that loses a value', () => {
  const author = new Y.Doc();
  author.getMap('nodes').set('zero', -0);
  const [plain, sabotaged] = [read(Y.encodeStateAsUpdate(author), 9), read(Y.encodeStateAsUpdate(author), 9)];
  for (const structs of sabotaged.store.clients.values()) {
    for (const struct of structs)
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentAny) struct.content.arr = [0];
  }
  expect(bytesOf(sabotaged)).not.toBe(bytesOf(plain));
});

test('compacting goes on in slices between which edits are applied, and stops when the document goes', async () => {
  const author = new Y.Doc();
  author.transact(() => {
    for (let at = 0; at < 3000; at += 1) author.getMap('nodes').set(`n${at}`, new Y.Map([['type', 'shot']]));
  });
  const stored = Y.encodeStateAsUpdate(author);
  const plain = read(stored, 9);
  const live = Object.assign(read(stored, 9), { isDestroyed: false });
  const gone = Object.assign(read(stored, 9), { isDestroyed: true });
  compactSoon(live);
  compactSoon(gone);
  const before = Y.encodeStateVector(author);
  for (let at = 0; at < 3000; at += 7) author.getMap('nodes').delete(`n${at}`);
  const update = Y.encodeStateAsUpdate(author, before);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  for (const doc of [plain, live]) Y.applyUpdate(doc, update);
  await expect.poll(() => fieldsOf(live, 'n2999')).toBe('RecordFields');
  expect(bytesOf(live)).toBe(bytesOf(plain));
  expect(fieldsOf(gone, 'n2999')).toBe('Map');
});

function fieldsOf(doc: Y.Doc, id: string): string | undefined {
  return doc.getMap<Y.Map<unknown>>('nodes').get(id)?._map.constructor.name;
}

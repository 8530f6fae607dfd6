import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { seededRandom } from '../fuzz/random.ts';
import { splitUpdate } from './splitUpdate.ts';

/** Three people who type, add, set and remove in maps and texts, and hear of each other now and then. */
function workedOn(seed: number, steps: number): Y.Doc {
  const random = seededRandom(seed);
  const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
  for (const [index, doc] of docs.entries()) doc.clientID = index + 1;
  for (let step = 0; step < steps; step += 1) {
    const doc = random.pick(docs) ?? new Y.Doc();
    const nodes = doc.getMap<Y.Map<unknown>>('nodes');
    const key = `n${random.below(20)}`;
    const record = nodes.get(key);
    const text = record?.get('prompt');
    if (!record) nodes.set(key, new Y.Map<unknown>([['prompt', new Y.Text('p')]]));
    else if (text instanceof Y.Text && random.below(3) > 0) {
      const at = random.below(text.length + 1);
      if (random.below(4) === 0 && at < text.length) text.delete(at, 1);
      else text.insert(at, 'x'.repeat(1 + random.below(60)));
    } else if (random.below(8) === 0) nodes.delete(key);
    else record.set('seconds', step);
    const other = random.pick(docs);
    if (other && other !== doc && random.below(6) === 0) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  }
  const [whole = new Y.Doc(), ...others] = docs;
  for (const other of others) Y.applyUpdate(whole, Y.encodeStateAsUpdate(other));
  return whole;
}

/** True when a document waits for something that it was not given. */
function isWaiting(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'the pieces make the same document, none waits for a later one (seed %i)',
  (seed) => {
    const whole = workedOn(seed, 400);
    const reader = workedOn(seed, 150);
    const update = Y.encodeStateAsUpdate(whole, Y.encodeStateVector(reader));
    const pieces = splitUpdate(update, 1000);
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces.slice(0, -1)) {
      expect(piece.length).toBeLessThan(1300);
      Y.applyUpdate(reader, piece);
      expect(isWaiting(reader)).toBe(false);
    }
    Y.applyUpdate(reader, pieces.at(-1) ?? new Uint8Array());
    expect(isWaiting(reader)).toBe(false);
    expect(reader.getMap('nodes').toJSON()).toEqual(whole.getMap('nodes').toJSON());
    expect(Y.encodeStateVector(reader)).toEqual(Y.encodeStateVector(whole));
  },
);

test('control: pieces in another order wait', () => {
  const [, second = new Uint8Array()] = splitUpdate(Y.encodeStateAsUpdate(workedOn(1, 400)), 1000);
  const reader = new Y.Doc();
  Y.applyUpdate(reader, second);
  expect(isWaiting(reader)).toBe(true);
});

test('one within the limit stays as it is, and one that lacks something is not taken apart', () => {
  const update = Y.encodeStateAsUpdate(workedOn(1, 100));
  expect(splitUpdate(update, update.length)).toEqual([update]);
  const [, second = new Uint8Array(), ...rest] = splitUpdate(update, 500);
  const gap = Y.mergeUpdates([second, ...rest.slice(1)]);
  expect(splitUpdate(gap, 100)).toEqual([gap]);
});

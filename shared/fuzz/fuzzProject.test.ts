import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createUndo, projectManifest, restoreManifest, rootMap, UNDOABLE_ORIGINS } from '../document/index.ts';
import { unwrap } from '../result.ts';
import { fuzzProject } from './fuzzProject.ts';
import { flawOfProject, writers } from './invariants.ts';
import { seededRandom } from './random.ts';
import { randomCommand } from './randomCommand.ts';

test.each(Array.from({ length: 60 }, (_unused, index) => index + 1))(
  'seed %i: peers converge on a valid project',
  (seed) => {
    expect(fuzzProject({ seed, peers: 4, operations: 200 })).toBeUndefined();
  },
);

test('the checker catches a project that holds what no reader can read', () => {
  const doc = new Y.Doc();
  rootMap(doc, 'nodes').set('n', 'not a record');
  expect(flawOfProject(doc)).toBe('a node cannot be read');
});

test('the checker sees who wrote what, so that a plain undo would be caught', () => {
  const mine = new Y.Doc();
  const theirs = new Y.Doc();
  const record = new Y.Map<unknown>();
  rootMap(mine, 'nodes').set('n', record);
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
  const shared = rootMap(theirs, 'nodes').get('n');
  if (shared instanceof Y.Map) shared.set('name', 'by a colleague');
  expect(writers(theirs).get('nodes/n/name')).toBe(theirs.clientID);
  expect(writers(theirs).get('nodes/n')).toBe(mine.clientID);
});

test('control: a plain UndoManager, which throws away colleagues’ work, is caught', () => {
  const undoOf = (doc: Y.Doc) =>
    new Y.UndoManager([rootMap(doc, 'nodes')], {
      trackedOrigins: new Set<unknown>(UNDOABLE_ORIGINS),
      captureTimeout: 0,
    });
  const seeds = Array.from({ length: 100 }, (_unused, index) => index + 1);
  const flaws = seeds.flatMap((seed) => fuzzProject({ seed, peers: 5, operations: 300, undoOf })?.flaw ?? []);
  expect(flaws.some((flaw) => flaw.includes('removed what peer'))).toBe(true);
});

test.each(Array.from({ length: 30 }, (_unused, index) => index + 1))(
  'seed %i: restoring a manifest makes a project equal it, and undo takes it back',
  (seed) => {
    const [mine, theirs] = [seed, seed + 1000].map(randomProject);
    if (!mine || !theirs) throw new Error('two projects are needed');
    const undo = createUndo(mine, 0);
    const before = projectManifest(mine);
    unwrap(restoreManifest(mine, projectManifest(theirs)));
    expect(projectManifest(mine)).toEqual(projectManifest(theirs));
    undo.undo();
    expect(projectManifest(mine)).toEqual(before);
  },
);

function randomProject(seed: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const random = seededRandom(seed);
  let made = seed % 2 === 0 ? 0 : 5;
  const newId = () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
  for (let step = 0; step < 60; step += 1) randomCommand({ doc, random, newId });
  return doc;
}

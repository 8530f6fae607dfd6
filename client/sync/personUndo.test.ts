import { addNode, moveNodes, nodeText, requestTakes, rootMap, SERVICE, setNodeField } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { personUndo } from './personUndo.ts';

const SHOT = '00000000-0000-4000-8000-000000000001';
const INTENT = '00000000-0000-4000-8000-000000000002';

/** Two people with one document between them. */
function twoPeople() {
  const mine = new Y.Doc();
  const theirs = new Y.Doc();
  const relay = (from: Y.Doc, to: Y.Doc) =>
    from.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'wire') Y.applyUpdate(to, update, 'wire');
    });
  relay(mine, theirs);
  relay(theirs, mine);
  const undo = personUndo(mine);
  unwrap(addNode(mine, { id: SHOT, type: 'shot', position: { x: 0, y: 0 }, texts: { prompt: '' } }));
  return { mine, theirs, undo, shot: () => rootMap<Y.Map<unknown>>(mine, 'nodes').get(SHOT) };
}

test('undo takes back my edit and leaves a colleague’s', () => {
  const { mine, theirs, undo, shot } = twoPeople();
  unwrap(setNodeField(mine, SHOT, 'name', 'Mine'));
  unwrap(setNodeField(theirs, SHOT, 'number', '010'));
  unwrap(moveNodes(theirs, new Map([[SHOT, { x: 50, y: 60 }]])));
  undo.undo();
  expect(shot()?.get('name')).toBeUndefined();
  expect(shot()?.get('number')).toBe('010');
  expect(shot()?.get('position')).toEqual({ x: 50, y: 60 });
});

test('each command is a step of its own, however fast they follow', () => {
  const { mine, undo, shot } = twoPeople();
  unwrap(setNodeField(mine, SHOT, 'name', 'One'));
  unwrap(setNodeField(mine, SHOT, 'name', 'Two'));
  undo.undo();
  expect(shot()?.get('name')).toBe('One');
  undo.redo();
  expect(shot()?.get('name')).toBe('Two');
});

test('typing of one moment is one step, apart from the command before it', () => {
  const { mine, undo, shot } = twoPeople();
  const editor = { isTextEditor: true };
  undo.addTrackedOrigin(editor);
  unwrap(setNodeField(mine, SHOT, 'name', 'Kept'));
  const text = unwrap(nodeText(mine, SHOT, 'prompt'));
  for (const letter of 'fog') mine.transact(() => text.insert(text.length, letter), editor);
  undo.undo();
  expect(text.toJSON()).toBe('');
  expect(shot()?.get('name')).toBe('Kept');
});

test('neither a Generate nor the work of a service is ever undone', () => {
  const { mine, undo, shot } = twoPeople();
  const requestedBy = { id: 'mira', name: 'Mira' };
  const asked = { id: INTENT, kind: 'take', nodeId: SHOT, seeds: [1], quality: 'low', requestedBy } as const;
  unwrap(requestTakes(mine, { ...asked, requestedAt: 1 }));
  unwrap(setNodeField(mine, SHOT, 'name', 'By a service', SERVICE));
  undo.undo();
  expect(shot()).toBeUndefined();
  expect(rootMap(mine, 'intents').has(INTENT)).toBe(true);
  expect(undo.canUndo()).toBe(false);
});

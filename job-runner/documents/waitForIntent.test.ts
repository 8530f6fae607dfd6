import { randomUUID } from 'node:crypto';
import { addNodes, requestTakes } from '@studio/shared/document';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { expectOk, pressedIntent } from '../testing/filmParts.ts';
import { waitForIntent } from './waitForIntent.ts';

test('an intent is waited for together with what it is about', async () => {
  const [client, runner] = [new Y.Doc(), new Y.Doc()];
  const nodeId = randomUUID();
  expectOk(addNodes(client, [{ id: nodeId, type: 'generate.image', position: { x: 0, y: 0 } }]));
  const intent = pressedIntent(nodeId);
  const waiting = waitForIntent(runner, intent.id, 5000);
  expectOk(requestTakes(client, intent));
  Y.applyUpdate(runner, Y.encodeStateAsUpdate(client));
  expect(await waiting).toBe(true);
  expect(await waitForIntent(runner, intent.id, 5000)).toBe(true);
});

test('an intent that does not come is not waited for without end', async () => {
  expect(await waitForIntent(new Y.Doc(), randomUUID(), 20)).toBe(false);
});

import { randomUUID } from 'node:crypto';
import { rootMap } from '@studio/shared/document';
import { seal, unseal } from '@studio/shared/wire';
import { expect, test } from 'vitest';
import { type RawSocket, openRawSocket } from './fixtures/rawSocket.ts';
import { readAnswer, writeFrame } from './fixtures/frames.ts';
import { useSyncServer } from './fixtures/useSyncServer.ts';
import * as Y from 'yjs';

const bench = useSyncServer();
const soon = { timeout: 8000 };
const SYNC = 0;
const AUTH = 2;
const UPDATE = 2;

async function enterSealed(name: string): Promise<RawSocket> {
  const socket = openRawSocket(`${bench.server().url}?seal=crc32`);
  await socket.opened();
  socket.send(seal(writeFrame(name, AUTH, 0, 'service')));
  await expect.poll(() => wordsOf(socket), soon).toContain('authenticated');
  return socket;
}

function wordsOf(socket: RawSocket): readonly string[] {
  return socket.frames.map((sealed) => {
    const frame = unseal(sealed);
    // A beat names no document.
    return frame === undefined ? 'damaged' : frame.length < 2 ? 'beat' : readAnswer(frame).word;
  });
}

function anEdit(title: string): Uint8Array {
  const doc = new Y.Doc();
  rootMap(doc, 'meta').set('title', title);
  return Y.encodeStateAsUpdate(doc);
}

test('whoever asks for seals gets every frame sealed, and is heard', async () => {
  const name = `project/${randomUUID()}`;
  const socket = await enterSealed(name);
  socket.send(seal(writeFrame(name, SYNC, UPDATE, anEdit('Sealed'))));
  await expect.poll(() => wordsOf(socket), soon).toContain('status');
  expect(wordsOf(socket)).not.toContain('damaged');
  const ada = bench.open('ada', name);
  await expect.poll(() => rootMap(ada.doc, 'meta').get('title'), soon).toBe('Sealed');
  socket.close();
});

test('an edit in which a letter was damaged on the way ends the socket and reaches nobody; unsealed, it would', async () => {
  const name = `project/${randomUUID()}`;
  const damaged = (sealed: Uint8Array) => {
    const bytes = sealed.slice();
    const at = Buffer.from(bytes).indexOf('Honest') + 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };
  const ada = bench.open('ada', name);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  const socket = await enterSealed(name);
  socket.send(damaged(seal(writeFrame(name, SYNC, UPDATE, anEdit('Honest')))));
  await expect.poll(() => socket.end, soon).toEqual({ code: 1013, reason: 'damaged' });
  expect(await bench.journalOf(name)).toEqual([]);

  const bare = openRawSocket(bench.server().url);
  await bare.opened();
  bare.send(writeFrame(name, AUTH, 0, 'service'));
  bare.send(damaged(writeFrame(name, SYNC, UPDATE, anEdit('Honest'))));
  await expect.poll(() => rootMap(ada.doc, 'meta').get('title'), soon).toBe('Hnnest');
  bare.close();
});

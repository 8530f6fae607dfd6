import { setTimeout as delay } from 'node:timers/promises';
import { rootMap } from '@studio/shared/document';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { openClient, type TestClient } from '../../collab-server/sync/fixtures/testClient.ts';
import type { Seat } from '../sync/contenders/contender.ts';

const SAVED_WITHIN_MS = 10_000;

/** What two providers send while their people edit, move their cursors and say things that only services may say. */
export async function recordedFrames({ port, path, document, token }: Seat): Promise<readonly Uint8Array[]> {
  const frames: Uint8Array[] = [];
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function record(this: WebSocket, frame: Uint8Array) {
    frames.push(new Uint8Array(frame));
    send.call(this, frame, {});
  };
  const clients: TestClient[] = [];
  try {
    for (const seat of [0, 1]) {
      const url = `ws://127.0.0.1:${port}${path.split('?')[0]}`;
      const client = openClient(url, token, document, { origin: '' });
      clients.push(client);
      await untilSaved(client);
      client.provider.awareness?.setLocalState({ cursor: { x: seat, y: 2 } });
      client.provider.sendStateless('{"type":"preview"}');
      for (let draft = 0; draft < 20; draft += 1) rootMap(client.doc, 'meta').set('title', `Draft ${draft}`);
      const shot = new Y.Map(Object.entries({ type: 'shot', label: 'A shot' }));
      rootMap(client.doc, 'nodes').set(crypto.randomUUID(), shot);
      await untilSaved(client);
      client.provider.forceSync();
      await untilSaved(client);
    }
  } finally {
    for (const client of clients) client.destroy();
    WebSocket.prototype.send = send;
  }
  return frames;
}

async function untilSaved(client: TestClient): Promise<void> {
  const deadline = performance.now() + SAVED_WITHIN_MS;
  while (!client.isSaved()) {
    if (performance.now() > deadline) throw new Error('The session that is to be recorded was not saved.');
    await delay(10);
  }
}

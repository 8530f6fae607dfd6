import { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DocumentLink } from './documentLink.ts';

const [SYNC, AUTH, SYNC_STATUS] = [0, 2, 8];
const [STEP_1, STEP_2] = [0, 1];
const AUTHENTICATED = 2;
const [OPEN, CLOSING] = [1, 2];

/** The sockets of a test, the newest last. */
const sockets: ScriptedSocket[] = [];
const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
  sockets.length = 0;
});

/** A socket whose other end does what the test says: it answers the handshake, and edits when it is told to. */
class ScriptedSocket {
  readyState = 0;
  readonly edits: Uint8Array[] = [];
  address = '';
  readonly #handlers = new Map<string, ((event: object) => void)[]>();

  constructor() {
    sockets.push(this);
    setTimeout(() => {
      this.readyState = OPEN;
      this.emit('open', {});
    });
  }

  addEventListener(name: string, handler: (event: object) => void): void {
    this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), handler]);
  }

  removeEventListener(name: string, handler: (event: object) => void): void {
    const handlers = this.#handlers.get(name) ?? [];
    this.#handlers.set(
      name,
      handlers.filter((one) => one !== handler),
    );
  }

  emit(name: string, event: object): void {
    for (const handler of this.#handlers.get(name) ?? []) handler(event);
  }

  close(): void {
    this.readyState = CLOSING;
  }

  send(message: Uint8Array): void {
    const decoder = createDecoder(message);
    this.address = readVarString(decoder);
    const type = readVarUint(decoder);
    if (type === AUTH) return this.say(AUTH, (to) => writeAll(to, AUTHENTICATED, 'read-write'));
    if (type !== SYNC) return;
    const kind = readVarUint(decoder);
    if (kind !== STEP_1) return void this.edits.push(readVarUint8Array(decoder));
    const empty = new Y.Doc();
    this.say(SYNC, (to) => writeAll(to, STEP_1, Y.encodeStateVector(empty)));
    this.say(SYNC, (to) => writeAll(to, STEP_2, Y.encodeStateAsUpdate(empty)));
  }

  acknowledge(): void {
    this.say(SYNC_STATUS, (to) => writeVarUint(to, 1));
  }

  say(type: number, write: (to: Encoder) => void): void {
    const encoder = createEncoder();
    writeVarString(encoder, this.address);
    writeVarUint(encoder, type);
    write(encoder);
    const data = toUint8Array(encoder).slice().buffer;
    setTimeout(() => this.emit('message', { data }));
  }
}

function writeAll(encoder: Encoder, kind: number, value: Uint8Array | string): void {
  writeVarUint(encoder, kind);
  if (typeof value === 'string') writeVarString(encoder, value);
  else writeVarUint8Array(encoder, value);
}

function openLink(timeoutMs = 5000): DocumentLink {
  const socket = new HocuspocusProviderWebsocket({
    url: 'ws://studio/collab',
    delay: 20,
    minDelay: 10,
    maxDelay: 50,
    WebSocketPolyfill: ScriptedSocket,
  });
  const link = new DocumentLink({ socket, name: 'ledger/1', serviceKey: 'key', timeoutMs });
  cleanUps.push(() => {
    link.leave();
    socket.destroy();
  });
  return link;
}

/** The newest socket, once the state of our document came over it. */
async function exchanged(count: number): Promise<ScriptedSocket> {
  await expect.poll(() => (sockets[count - 1]?.edits.length ?? 0) > 0, { interval: 5 }).toBe(true);
  const socket = sockets[count - 1];
  if (!socket) throw new Error('It was there a moment ago.');
  return socket;
}

/** Resolves once everything that is under way without a wait has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
}

test('what was written while a socket went away is acknowledged with the last of it, not with the first', async () => {
  const link = openLink();
  const first = await exchanged(1);
  first.acknowledge();
  await link.acknowledged();
  const jobs = link.doc.getMap('jobs');
  // The runner has not heard yet that this socket is going.
  first.readyState = CLOSING;
  jobs.set('a', 'done');
  jobs.set('b', 'done');
  let isAcknowledged = false;
  void link.acknowledged().then(() => (isAcknowledged = true));
  first.emit('close', { code: 1006, reason: '' });
  const second = await exchanged(2);
  await settled();
  const durable = new Y.Doc();
  const store = (): void => {
    const edit = second.edits.shift();
    if (edit) Y.applyUpdate(durable, edit);
    second.acknowledge();
  };
  for (let stored = 0; stored < 5 && !isAcknowledged; stored += 1) {
    store();
    await settled();
  }
  expect(isAcknowledged).toBe(true);
  expect(durable.getMap('jobs').toJSON()).toEqual({ a: 'done', b: 'done' });
});

test('a link that was not answered in time says nothing more', async () => {
  const link = openLink(60);
  const socket = await exchanged(1);
  socket.acknowledge();
  await link.acknowledged();
  link.doc.getMap('jobs').set('a', 'queued');
  await expect(link.acknowledged()).rejects.toThrow(/did not confirm a change within 0.06 s/);
  expect(link.isBroken).toBe(true);
  socket.readyState = CLOSING;
  socket.emit('close', { code: 1006, reason: '' });
  await expect.poll(() => sockets[1]?.readyState, { interval: 5 }).toBe(OPEN);
  await settled();
  // By now another runner may have written the end of that job.
  expect(sockets[1]?.edits).toEqual([]);
  await expect(link.synced()).rejects.toThrow(/ledger\/1/);
});

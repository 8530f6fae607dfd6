import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import * as Y from 'yjs';

/** Where editors meet. */
export interface Room {
  readonly url: string;
  readonly documentName: string;
  readonly token: string;
}

/** How hard they work: everybody is connected, `writers` of them edit. */
export interface EditLoad {
  readonly clients: number;
  readonly writers: number;
  readonly editsPerSecond: number;
  readonly seconds: number;
}

/** What was seen: latency from an edit to each other client having it, in milliseconds. */
export interface Propagation {
  readonly latenciesMs: readonly number[];
  readonly expected: number;
}

interface Editor {
  readonly doc: Y.Doc;
  readonly provider: HocuspocusProvider;
  readonly socket: HocuspocusProviderWebsocket;
}

/**
 * Connects clients to one document, edits at a fixed rate whether or not earlier edits have arrived (open loop), and
 * measures each delivery. Throws when a client cannot connect or an edit never arrives.
 */
export async function measurePropagation(room: Room, load: EditLoad): Promise<Propagation> {
  const editors = await Promise.all(Array.from({ length: load.clients }, () => connectEditor(room)));
  const sentAt = new Map<number, number>();
  const latenciesMs: number[] = [];
  for (const { doc } of editors) {
    doc.getMap<number>('nodes').observe((event) => {
      if (event.transaction.local) return;
      const now = performance.now();
      for (const key of event.keysChanged) {
        const sent = sentAt.get(event.target.get(String(key)) ?? -1);
        if (sent !== undefined) latenciesMs.push(now - sent);
      }
    });
  }
  const total = Math.round(load.editsPerSecond * load.seconds);
  await editAtRate(editors.slice(0, load.writers), total, load.editsPerSecond, sentAt);
  const expected = total * (load.clients - 1);
  await waitUntil(
    () => latenciesMs.length >= expected,
    15_000,
    () => `${latenciesMs.length} of ${expected} deliveries arrived`,
  );
  for (const { provider, socket } of editors) {
    provider.destroy();
    socket.destroy();
  }
  return { latenciesMs, expected };
}

async function connectEditor(room: Room): Promise<Editor> {
  const doc = new Y.Doc();
  const socket = new HocuspocusProviderWebsocket({ url: room.url });
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: room.documentName,
    token: room.token,
    document: doc,
  });
  await new Promise<void>((resolve, reject) => {
    provider.on('synced', () => resolve());
    provider.on('authenticationFailed', ({ reason }: { reason: string }) => reject(new Error(`refused: ${reason}`)));
    provider.attach();
  });
  return { doc, provider, socket };
}

async function editAtRate(
  writers: readonly Editor[],
  total: number,
  perSecond: number,
  sentAt: Map<number, number>,
): Promise<void> {
  const began = performance.now();
  for (let edit = 0; edit < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond) + 1);
    for (; edit < due; edit += 1) {
      sentAt.set(edit, performance.now());
      writers[edit % writers.length]?.doc.getMap('nodes').set(`node-${edit % 500}-${edit}`, edit);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function waitUntil(isDone: () => boolean, timeoutMs: number, progress: () => string): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!isDone()) {
    if (performance.now() > deadline) throw new Error(`Timed out after ${timeoutMs} ms: ${progress()}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

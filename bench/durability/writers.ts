import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import * as Y from 'yjs';
import type { Reading, WriterRecord, WriterTrace } from './checkEdits.ts';

/** Where a document is: the server's WebSocket address now, the document's name, the root that is edited, and the token. */
export interface Place {
  url(): string;
  readonly document: string;
  readonly root: string;
  readonly token: string;
}

/** A program that edits a document, as long as its first connection lasts: it never sends an edit again. */
export interface Writer {
  readonly document: string;
  edit(): void;
  record(): WriterRecord;
  /** Resolves when the connection is gone. */
  readonly ended: Promise<void>;
  /** With which reasons it was refused before it was let in. */
  readonly refusals: readonly string[];
  /** Resolves when all its edits are acknowledged, or the connection is gone. */
  settled(): Promise<void>;
  leave(): void;
}

interface Joined {
  readonly doc: Y.Doc;
  readonly provider: HocuspocusProvider;
  readonly ended: Promise<void>;
  readonly refusals: readonly string[];
  leave(): void;
}

const JOIN_WITHIN_MS = 60_000;

/** Joins as a writer; tries until the server takes it. Throws, with the last refusal, when that takes too long. */
export async function joinAsWriter(place: Place, name: string): Promise<Writer> {
  const { doc, provider, ended, refusals, leave } = await join(place);
  await Promise.race([untilAcknowledged(provider), ended]);
  const root = doc.getMap<unknown>(place.root);
  const list = new Y.Array<number>();
  let written = 0;
  let acknowledged = 0;
  root.set(name, list);
  await Promise.race([untilAcknowledged(provider), ended]);
  const count = ({ number }: { number: number }) => {
    acknowledged = Math.max(acknowledged, written - number);
  };
  provider.on('unsyncedChanges', count);
  // On a later connection the same count would mean something else.
  void ended.then(() => provider.off('unsyncedChanges', count));
  return {
    document: place.document,
    ended,
    refusals,
    leave,
    edit() {
      written += 1;
      doc.transact(() => {
        root.set(`${name}.${written}`, written);
        list.push([written]);
      });
    },
    record: () => ({ writer: name, written, acknowledged }),
    settled: () => Promise.race([untilAcknowledged(provider), ended]),
  };
}

/** Reads a document as somebody who has nothing of it yet. */
export async function readTraces(place: Place): Promise<Reading> {
  const { doc, leave } = await join(place);
  const root = doc.getMap<unknown>(place.root);
  const traces = new Map<string, WriterTrace>();
  const keys = new Map<string, Set<number>>();
  for (const [key, value] of root) {
    const [writer = '', edit] = key.split('.');
    const own = keys.get(writer) ?? new Set<number>();
    keys.set(writer, own);
    if (edit !== undefined) own.add(Number(edit) === value ? value : Number.NaN);
    const list =
      edit === undefined && value instanceof Y.Array ? (value.toArray() as number[]) : traces.get(writer)?.list;
    traces.set(writer, { keys: own, list: list ?? [] });
  }
  leave();
  doc.destroy();
  return traces;
}

// The socket waits little between attempts: what is measured is the server, not the patience of a client.
async function join({ url, document, token }: Place): Promise<Joined> {
  const gone = Promise.withResolvers<void>();
  const refusals: string[] = [];
  let isIn = false;
  const onClose = () => {
    if (!isIn) {
      // It may come back at another address.
      socket.setConfiguration({ url: url() });
      return;
    }
    // Before the socket's own handler would connect again and send what it has.
    socket.disconnect();
    gone.resolve();
  };
  const socket = new HocuspocusProviderWebsocket({ url: url(), delay: 50, minDelay: 25, maxDelay: 100, onClose });
  const doc = new Y.Doc();
  const provider = new HocuspocusProvider({ websocketProvider: socket, name: document, token, document: doc });
  // A refusal for good is asked again too: in a fault it may be a mistake, and a new client would come in.
  provider.on('authenticationFailed', ({ reason }: { reason: string }) => {
    refusals.push(reason);
    socket.webSocket?.close();
  });
  const leave = () => {
    provider.destroy();
    socket.destroy();
    gone.resolve();
  };
  try {
    await within(
      JOIN_WITHIN_MS,
      untilSynced(provider),
      () => `${document} was not joined: ${refusals.slice(-3).join()}`,
    );
  } catch (error) {
    leave();
    throw error;
  }
  isIn = true;
  return { doc, provider, ended: gone.promise, refusals, leave };
}

function untilSynced(provider: HocuspocusProvider): Promise<void> {
  return new Promise((resolve) => {
    provider.on('synced', () => resolve());
    provider.attach();
  });
}

async function within(timeoutMs: number, work: Promise<void>, problem: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${problem()} (within ${timeoutMs} ms)`)), timeoutMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

// Joining counts as one change, until the server has said that it lacks nothing.
function untilAcknowledged(provider: HocuspocusProvider): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!provider.isSynced || provider.hasUnsyncedChanges) return;
      for (const event of ['synced', 'unsyncedChanges']) provider.off(event, check);
      resolve();
    };
    for (const event of ['synced', 'unsyncedChanges']) provider.on(event, check);
    check();
  });
}

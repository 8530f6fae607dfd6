import { setTimeout as delay } from 'node:timers/promises';
import * as Y from 'yjs';
import { AckedProvider } from '../../client/sync/ackedProvider.ts';
import { StudioSocket } from '../../client/sync/studioSocket.ts';
import type { Place } from './place.ts';

const JOIN_WITHIN_MS = 60_000;

/** A span, in milliseconds of `performance.now`, in which an editor had something that was not acknowledged, or no socket. */
export interface OpenSpan {
  readonly from: number;
  readonly to: number;
}

/** Somebody who edits through the product's own socket and provider, without the browser around them. */
export interface SteadyEditor {
  readonly name: string;
  readonly doc: Y.Doc;
  /** Edits that were acknowledged, and all that were made. */
  acknowledged(): number;
  written(): number;
  /** Every span that is over, in order. */
  readonly spans: readonly OpenSpan[];
  /** When their socket broke, in the time of the spans. */
  readonly brokeAt: readonly number[];
  edit(): void;
  /** Resolves when everything is acknowledged. */
  settled(): Promise<void>;
  /** Leaves; what was not sent is never sent again. */
  leave(): void;
}

/** Joins a document; resolves when it is there. Throws when that takes longer than a minute. */
export async function joinAsEditor(place: Place, name: string): Promise<SteadyEditor> {
  const doc = new Y.Doc();
  const socket = new StudioSocket({ url: place.url, clock: () => Date.now(), random: () => Math.random() });
  const provider = new AckedProvider({
    websocketProvider: socket,
    name: place.document,
    token: place.token,
    document: doc,
  });
  const spans: OpenSpan[] = [];
  const brokeAt: number[] = [];
  let since: number | undefined;
  let written = 0;
  let acknowledged = 0;
  const isSettled = () => provider.isLive && provider.synced && provider.awaited === 0;
  provider.onDelivery = () => {
    if (!isSettled()) return;
    acknowledged = written;
    if (since !== undefined) spans.push({ from: since, to: performance.now() });
    since = undefined;
  };
  provider.on('close', () => {
    const now = performance.now();
    brokeAt.push(now);
    since ??= now;
  });
  // A refusal during a fault is asked again, as the product's documents do.
  provider.on('authenticationFailed', () => socket.webSocket?.close());
  provider.attach();
  const until = async (holds: () => boolean) => {
    const deadline = performance.now() + JOIN_WITHIN_MS;
    while (!holds()) {
      if (performance.now() > deadline) throw new Error(`${name} waited ${JOIN_WITHIN_MS} ms in vain.`);
      await delay(5);
    }
  };
  await until(() => provider.synced);
  return {
    name,
    doc,
    spans,
    brokeAt,
    acknowledged: () => acknowledged,
    written: () => written,
    edit() {
      written += 1;
      since ??= performance.now();
      doc.getMap(place.root).set(`${name}.${written}`, written);
    },
    settled: () => until(isSettled),
    leave() {
      provider.onDelivery = () => undefined;
      provider.destroy();
      socket.destroy();
    },
  };
}

/** Lets editors edit, each at its own pace; returns how to stop them. */
export function keepEditing(editors: readonly SteadyEditor[], everyMs: number): () => void {
  const timers = editors.map((editor, index) => {
    // Not all in one moment: the first edit of each comes somewhere within the pace.
    let timer = setTimeout(
      () => {
        editor.edit();
        timer = setInterval(() => editor.edit(), everyMs);
      },
      (everyMs * index) / editors.length,
    );
    return () => clearTimeout(timer);
  });
  return () => {
    for (const stop of timers) stop();
  };
}

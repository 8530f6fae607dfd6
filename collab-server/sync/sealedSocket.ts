import type { WebSocketLike } from '@hocuspocus/server';
import { seal } from '@studio/shared/wire';

// A broadcast comes as the same bytes for one socket after the other: it is sealed once for all of them.
let last: { readonly payload: Uint8Array; readonly sealed: Uint8Array } | undefined;

/** The WebSocket of a client that asked for sealed frames, as Hocuspocus writes to it. */
export class SealedSocket implements WebSocketLike {
  readonly #socket: WebSocketLike;

  constructor(socket: WebSocketLike) {
    this.#socket = socket;
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  send(payload: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (!(payload instanceof Uint8Array)) throw new TypeError('Only bytes are sealed.');
    if (last?.payload !== payload) last = { payload, sealed: seal(payload) };
    this.#socket.send(last.sealed);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }
}

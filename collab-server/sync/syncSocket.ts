import type { IncomingHttpHeaders } from 'node:http';
import type { CloseReason } from '@studio/shared/access';
import type { WebSocketLike } from '@hocuspocus/server';
import type { SyncLimits } from './limits.ts';
import { isRetryable, TRY_AGAIN_LATER } from './refusal.ts';
import { createTokenBucket, type TokenBucket } from './tokenBucket.ts';
import { isStatus, readAddress, readDenial } from './wire.ts';

// As in the WebSocket standard; states after it are closing and closed.
const OPEN = 1;

/** What the upgrade request said. Without an Origin there are no cookies in `headers`: no browser sent it. */
export interface Handshake {
  readonly headers: IncomingHttpHeaders;
  /** The schema version of the client; undefined when it named none. */
  readonly schemaVersion: number | undefined;
}

/** What a socket needs. `onDenied` hears of every refusal that goes to the client. */
export interface SyncSocketSettings {
  readonly limits: SyncLimits;
  readonly clock: () => number;
  readonly onDenied: (reason: string) => void;
}

/** One WebSocket as Hocuspocus writes to it: it ends by itself after a refusal that the client should retry. */
export class SyncSocket implements WebSocketLike {
  readonly handshake: Handshake;
  /** Our own services are not rate limited. */
  isService = false;
  readonly #socket: WebSocketLike;
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  readonly #onDenied: (reason: string) => void;
  readonly #keptStatuses = new Set<string>();

  constructor(socket: WebSocketLike, handshake: Handshake, { limits, clock, onDenied }: SyncSocketSettings) {
    this.#socket = socket;
    this.handshake = handshake;
    this.#onDenied = onDenied;
    this.#messages = createTokenBucket(limits.messagesPerSecond, limits.messageBurst, clock);
    this.#bytes = createTokenBucket(limits.bytesPerSecond, limits.byteBurst, clock);
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  get hasEnded(): boolean {
    return this.#socket.readyState > OPEN;
  }

  /** Counts a message that came in; false when there are too many. */
  admits(bytes: number): boolean {
    if (this.isService) return true;
    const isWithinCount = this.#messages.take(1);
    return this.#bytes.take(bytes) && isWithinCount;
  }

  /** Keeps back what Hocuspocus is about to say of an update: it will be answered later. */
  keepNextStatus(address: string): void {
    this.#keptStatuses.add(address);
  }

  send(frame: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (!(frame instanceof Uint8Array)) {
      this.#socket.send(frame);
      return;
    }
    if (this.#keptStatuses.size > 0 && isStatus(frame) && this.#keptStatuses.delete(readAddress(frame) ?? '')) return;
    this.#socket.send(frame);
    const reason = readDenial(frame);
    if (reason === undefined) return;
    this.#onDenied(reason);
    // A provider that was denied a document does not ask again; one whose socket ended does.
    if (isRetryable(reason)) this.#socket.close(TRY_AGAIN_LATER, reason);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  /** Ends the socket so that the client connects again and sends what is not acknowledged. */
  closeToRetry(reason: CloseReason): void {
    this.#onDenied(reason);
    this.#socket.close(TRY_AGAIN_LATER, reason);
  }
}

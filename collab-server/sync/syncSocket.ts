import type { IncomingHttpHeaders } from 'node:http';
import type { CloseReason } from '@studio/shared/access';
import type { WebSocketLike } from '@hocuspocus/server';
import { type Beaten, PING } from './beat.ts';
import { type Allowance, createAllowance } from './allowance.ts';
import type { SyncLimits } from './limits.ts';
import { type FrameSocket, isFrameSocket } from './outgoing/frameSocket.ts';
import { frameOf, type OutgoingFrame } from './outgoing/outgoingFrame.ts';
import { isRetryable, TRY_AGAIN_LATER } from './refusal.ts';
import type { Visit } from './visit.ts';
import { readAddress } from './wire.ts';

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
export class SyncSocket implements FrameSocket, Beaten {
  readonly handshake: Handshake;
  /** What is open over this socket, by the address that the client uses for it. */
  readonly visits = new Map<string, Visit>();
  /** A stranger's, until it is known who speaks. */
  allowance: Allowance;
  readonly #socket: WebSocketLike;
  /** The same socket, where it takes frames. */
  readonly #frames: FrameSocket | undefined;
  readonly #onDenied: (reason: string) => void;
  // Made when there is one: most sockets never need them.
  #keptStatuses: Set<string> | undefined;
  /** How often the next status of an address is said: once for each edit that it is about. */
  #timesOfStatus: Map<string, number> | undefined;
  #hasSpoken = false;

  constructor(socket: WebSocketLike, handshake: Handshake, { limits, clock, onDenied }: SyncSocketSettings) {
    this.#socket = socket;
    this.#frames = isFrameSocket(socket) ? socket : undefined;
    this.handshake = handshake;
    this.#onDenied = onDenied;
    this.allowance = createAllowance(limits.stranger, clock);
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  get hasEnded(): boolean {
    return this.#socket.readyState > OPEN;
  }

  /** Keeps back what Hocuspocus is about to say of an update: it will be answered later. */
  keepNextStatus(address: string): void {
    this.#keptStatuses ??= new Set();
    this.#keptStatuses.add(address);
  }

  /** Says what Hocuspocus is about to say of an update as often as the client sent one. */
  repeatNextStatus(address: string, times: number): void {
    this.#timesOfStatus ??= new Map();
    this.#timesOfStatus.set(address, times);
  }

  /** Forgets what was to be done with the next status of an address: who comes in there next is owed another. */
  forgetNextStatus(address: string): void {
    this.#keptStatuses?.delete(address);
    this.#timesOfStatus?.delete(address);
  }

  beat(): void {
    if (!this.#hasSpoken && this.#socket.readyState === OPEN) this.#socket.send(PING);
    this.#hasSpoken = false;
  }

  send(payload: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (payload instanceof Uint8Array) this.sendFrame(frameOf(payload));
    else this.#socket.send(payload);
  }

  sendFrame(frame: OutgoingFrame): void {
    const times = frame.traits.isStatus ? this.#timesToSay(frame) : 1;
    if (times === 0) return;
    this.#hasSpoken = true;
    for (let said = 0; said < times; said += 1) {
      if (this.#frames) this.#frames.sendFrame(frame);
      else this.#socket.send(frame.payload);
    }
    const reason = frame.traits.denial;
    if (reason === undefined) return;
    this.#onDenied(reason);
    // A provider that was denied a document does not ask again; one whose socket ended does.
    if (isRetryable(reason)) this.#socket.close(TRY_AGAIN_LATER, reason);
  }

  #timesToSay(status: OutgoingFrame): number {
    if (!this.#keptStatuses?.size && !this.#timesOfStatus?.size) return 1;
    const address = readAddress(status.payload) ?? '';
    const times = this.#timesOfStatus?.get(address) ?? 1;
    this.#timesOfStatus?.delete(address);
    return this.#keptStatuses?.delete(address) ? 0 : times;
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

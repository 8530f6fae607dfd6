import type { WebSocketLike } from '@hocuspocus/server';
import { type CloseReason, isCloseReason } from '@studio/shared/access';
import { isRetryable, TRY_AGAIN_LATER } from '../refusal.ts';
import { type FrameSocket, isFrameSocket } from '../outgoing/frameSocket.ts';
import { frameOf, OutgoingFrame } from '../outgoing/outgoingFrame.ts';
import { EMPTY_PRESENCE, fromAddressed } from './plainFrames.ts';

/** The code of a close that coming back does not change; y-websocket takes all from 4400 to 4499 so. */
const REFUSED = 4403;
/** Hocuspocus's own word for a frame that it could not read. */
const UNREADABLE = 'Reset Connection';
// y-websocket gives a server up that said nothing for 30 s.
const QUIET_MS = 12_000;
// As in the WebSocket standard.
const OPEN = 1;

/**
 * The WebSocket of a plain Yjs client, as Hocuspocus writes to it. What plain Yjs has no word for, such as why an edit was
 * refused, ends the socket with the reason.
 */
export class PlainSocket implements FrameSocket {
  readonly #socket: WebSocketLike;
  readonly #beat: NodeJS.Timeout;

  constructor(socket: WebSocketLike, quietMs = QUIET_MS) {
    this.#socket = socket;
    this.#beat = setTimeout(() => this.#sayHere(), quietMs);
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  send(payload: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (payload instanceof Uint8Array) this.sendFrame(frameOf(payload));
  }

  sendFrame(frame: OutgoingFrame): void {
    const answer = answerTo(frame);
    if (answer.kind === 'frame') {
      this.#beat.refresh();
      if (isFrameSocket(this.#socket)) this.#socket.sendFrame(answer.frame);
      else this.#socket.send(answer.frame.payload);
    } else if (answer.kind === 'end') this.#end(answer.reason);
  }

  close(code?: number, reason?: string): void {
    clearTimeout(this.#beat);
    this.#socket.close(code, reason);
  }

  #end(reason: string): void {
    if (isCloseReason(reason)) this.close(isRetryable(reason) ? TRY_AGAIN_LATER : REFUSED, reason);
    // Its other words, such as for silence, are no refusal.
    else if (reason === UNREADABLE) this.close(REFUSED, 'invalid' satisfies CloseReason);
    else this.close(TRY_AGAIN_LATER, reason);
  }

  #sayHere(): void {
    if (this.#socket.readyState !== OPEN) return;
    this.#socket.send(EMPTY_PRESENCE);
    this.#beat.refresh();
  }
}

type Translated =
  | { readonly kind: 'frame'; readonly frame: OutgoingFrame }
  | { readonly kind: 'end'; readonly reason: string }
  | { readonly kind: 'nothing' };

const translations = new WeakMap<OutgoingFrame, Translated>();

// Once for a broadcast, not once for each who hears it.
function answerTo(frame: OutgoingFrame): Translated {
  const known = translations.get(frame);
  if (known) return known;
  const answer = fromAddressed(frame.payload);
  const translated =
    answer.kind === 'frame' ? { kind: answer.kind, frame: new OutgoingFrame(answer.frame, frame.traits) } : answer;
  translations.set(frame, translated);
  return translated;
}

import type { WebSocketLike } from '@hocuspocus/server';
import { seal } from '@studio/shared/wire';
import { type FrameSocket, isFrameSocket } from './outgoing/frameSocket.ts';
import { frameOf, OutgoingFrame } from './outgoing/outgoingFrame.ts';

const sealed = new WeakMap<OutgoingFrame, OutgoingFrame>();

/** The WebSocket of a client that asked for sealed frames, as Hocuspocus writes to it. */
export class SealedSocket implements FrameSocket {
  readonly #socket: WebSocketLike;

  constructor(socket: WebSocketLike) {
    this.#socket = socket;
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  send(payload: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (!(payload instanceof Uint8Array)) throw new TypeError('Only bytes are sealed.');
    this.sendFrame(frameOf(payload));
  }

  sendFrame(frame: OutgoingFrame): void {
    const out = sealedOnce(frame);
    if (isFrameSocket(this.#socket)) this.#socket.sendFrame(out);
    else this.#socket.send(out.payload);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }
}

// A broadcast is sealed once for all who hear it.
function sealedOnce(frame: OutgoingFrame): OutgoingFrame {
  const known = sealed.get(frame);
  if (known) return known;
  const made = new OutgoingFrame(seal(frame.payload), frame.traits);
  sealed.set(frame, made);
  return made;
}

import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { FrameSocket } from './frameSocket.ts';
import type { Compression } from './negotiated.ts';
import { frameOf, type OutgoingFrame } from './outgoingFrame.ts';

/** The version of `ws` that was read for what this file assumes. */
export const READ_VERSION = '8.23.0';

const { version } = createRequire(import.meta.url)('ws/package.json') as { version: string };
// As in the WebSocket standard.
const OPEN = 1;
/** The WebSocket code "try again later". */
const TRY_AGAIN_LATER = 1013;
/** How long a reader that is behind may take to read why it is cut off. */
const LAST_WORDS_MS = 1000;

/** What a socket may have waiting for its reader, in bytes, and who hears that one was cut off for more. */
export interface DirectSocketSettings {
  readonly waitingBytes: number;
  readonly waitingAnswerBytes: number;
  readonly onBehind: () => void;
}

/**
 * One WebSocket of `ws`, past which frames go straight to the stream of the upgrade: framed once for all sockets and
 * written once each, where `ws` frames each time and writes header and payload apart. It rests on one thing that `ws`
 * does not promise: that it writes each of its own frames (pong, ping, close) whole and at once, which it does as long as
 * it is not asked to compress; compression is therefore done here too. For another version than the one that was read, frames go through `ws`.
 */
export class DirectSocket implements FrameSocket {
  readonly #websocket: WebSocket;
  readonly #stream: Duplex;
  readonly #settings: DirectSocketSettings;
  readonly #compression: Compression | undefined;
  readonly #isDirect: boolean;
  /** Bytes that joined the queue since it was last empty, without answers to the reader's own questions. */
  #waitingBytes = 0;
  /** The last compressed frame, if it was no answer: what the reader's window ends with. */
  #lastDeflated: OutgoingFrame | undefined;

  constructor(
    websocket: WebSocket,
    stream: Duplex,
    settings: DirectSocketSettings,
    compression?: Compression,
    installed = version,
  ) {
    this.#websocket = websocket;
    this.#stream = stream;
    this.#settings = settings;
    this.#compression = compression;
    this.#isDirect = installed === READ_VERSION;
  }

  get readyState(): number {
    return this.#websocket.readyState;
  }

  sendFrame(frame: OutgoingFrame): void {
    if (this.#websocket.readyState !== OPEN) return;
    if (this.#stream.writableLength === 0) this.#waitingBytes = 0;
    else if (!this.#mayWait(frame)) return this.#cutOff();
    if (this.#isDirect) this.#stream.write(this.#bytesOf(frame));
    else this.#websocket.send(frame.payload, { binary: true, compress: false });
  }

  send(payload: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (payload instanceof Uint8Array) this.sendFrame(frameOf(payload));
    else throw new TypeError('Only bytes are sent.');
  }

  close(code?: number, reason?: string): void {
    this.#websocket.close(code, reason);
  }

  #bytesOf(frame: OutgoingFrame): Buffer {
    if (!this.#compression || !frame.isCompressible) return frame.wire;
    const bytes = frame.deflated(this.#lastDeflated);
    // An answer is one reader's own: kept, a long one would stay in memory for as long as its reader does.
    if (this.#compression.keepsContext) this.#lastDeflated = frame.traits.isAnswer ? undefined : frame;
    return bytes;
  }

  // A reader that stands still must not make this process keep what it does not read.
  #mayWait(frame: OutgoingFrame): boolean {
    if (frame.traits.isAnswer) return this.#stream.writableLength < this.#settings.waitingAnswerBytes;
    this.#waitingBytes += frame.payload.length;
    return this.#waitingBytes <= this.#settings.waitingBytes;
  }

  #cutOff(): void {
    this.#settings.onBehind();
    this.#websocket.close(TRY_AGAIN_LATER, 'behind');
    setTimeout(() => this.#websocket.terminate(), LAST_WORDS_MS).unref();
  }
}

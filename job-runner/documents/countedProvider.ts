import { HocuspocusProvider } from '@hocuspocus/provider';
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { type Encoder, toUint8Array } from 'lib0/encoding';

const SYNC_MESSAGE = 0;
const SYNC_STEP_2 = 1;
// As in the WebSocket standard.
const OPEN = 1;

type SendArguments = Parameters<HocuspocusProvider['send']>;

/**
 * A provider that knows what the server has acknowledged. The stock count is set to one by every handshake while older
 * messages still wait in the socket's queue, so the acknowledgement of the first reads as one of them all. Here nothing is
 * queued: without a live exchange a write waits for the next handshake, which carries it and is awaited itself.
 */
export class CountedProvider extends HocuspocusProvider {
  /** Told when `isAcknowledged` may have changed. */
  onDelivery: () => void = () => undefined;
  /** Messages with writes on this socket that the server has not answered. */
  #awaited = 0;
  /** Our state was sent on this socket: what is written from now on goes by itself. */
  #isLive = false;

  /** True while the server has said of everything written here that its journal holds it. */
  get isAcknowledged(): boolean {
    return this.#isLive && this.isSynced && this.#awaited === 0;
  }

  override documentUpdateHandler(update: Uint8Array, origin: unknown): void {
    if (origin === this || !this.#isLive) return;
    this.#awaited += 1;
    // A socket that is going away is not told that yet: the write would wait for the next one and be acknowledged there.
    if (this.configuration.websocketProvider.webSocket?.readyState === OPEN)
      super.documentUpdateHandler(update, origin);
    this.onDelivery();
  }

  override send(message: SendArguments[0], args: SendArguments[1]): void {
    super.send(message, args);
    // What the server asks for beside the handshake it does not acknowledge.
    if (this.#isLive || !this.isAttached || !isStepTwo((args as { encoder?: Encoder }).encoder)) return;
    this.#isLive = true;
    this.#awaited = 1;
    this.onDelivery();
  }

  override decrementUnsyncedChanges(): void {
    super.decrementUnsyncedChanges();
    this.#awaited = Math.max(0, this.#awaited - 1);
    this.onDelivery();
  }

  override onClose(): void {
    this.#isLive = false;
    this.#awaited = 0;
    super.onClose();
    this.onDelivery();
  }
}

/** True for the answer to the server's state vector, which carries everything that it lacks. */
function isStepTwo(encoder: Encoder | undefined): boolean {
  if (!encoder) return false;
  const decoder = createDecoder(toUint8Array(encoder));
  readVarString(decoder);
  return readVarUint(decoder) === SYNC_MESSAGE && readVarUint(decoder) === SYNC_STEP_2;
}

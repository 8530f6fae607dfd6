import { HocuspocusProvider } from '@hocuspocus/provider';
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { toUint8Array, type Encoder } from 'lib0/encoding';

const SYNC_MESSAGE = 0;
const SYNC_STEP_2 = 1;

type SendArguments = Parameters<HocuspocusProvider['send']>;

/**
 * A provider that knows what the server has acknowledged. The stock count is set to one by every handshake while older
 * messages still wait in the socket's queue, so the first acknowledgement reads as "all saved". Here an edit made while
 * there is no live exchange is not queued at all: the handshake's state vectors carry it, and that message is one of the
 * awaited. `awaited` counts messages on this socket without an answer.
 */
export class AckedProvider extends HocuspocusProvider {
  /** Messages with edits that the server has not answered. */
  awaited = 0;
  /** The exchange of states on this socket got as far as ours being sent. */
  isLive = false;
  /** Told when `awaited` or `isLive` changed. */
  onDelivery: () => void = () => undefined;
  #rejoins = 0;

  override documentUpdateHandler(update: Uint8Array, origin: unknown): void {
    if (origin === this || !this.isLive) return;
    this.awaited += 1;
    super.documentUpdateHandler(update, origin);
    this.onDelivery();
  }

  override send(message: SendArguments[0], args: SendArguments[1]): void {
    super.send(message, args);
    if (!this.isLive && this.isAttached && isStepTwo((args as { encoder?: Encoder }).encoder)) {
      this.isLive = true;
      this.awaited += 1;
      this.onDelivery();
    }
  }

  override decrementUnsyncedChanges(): void {
    super.decrementUnsyncedChanges();
    this.awaited = Math.max(0, this.awaited - 1);
    this.onDelivery();
  }

  /**
   * Leaves the document and joins it again on the same socket, under an address of its own: what the server still answers
   * the former one, such as a late acknowledgement or its farewell, would else be taken for this one's.
   */
  rejoin(): void {
    this.detach();
    this.onClose();
    this.#rejoins += 1;
    this.configuration.sessionAwareness = true;
    this.sessionId = `again-${this.#rejoins}`;
    this.attach();
  }

  override onClose(): void {
    this.isLive = false;
    this.awaited = 0;
    super.onClose();
    this.onDelivery();
  }
}

/** An answer to the server's state vector: the message that carries everything it lacks. */
function isStepTwo(encoder: Encoder | undefined): boolean {
  if (!encoder) return false;
  const decoder = createDecoder(toUint8Array(encoder));
  readVarString(decoder);
  return readVarUint(decoder) === SYNC_MESSAGE && readVarUint(decoder) === SYNC_STEP_2;
}

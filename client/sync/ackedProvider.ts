import { HocuspocusProvider } from '@hocuspocus/provider';
import { cancellationsAhead, splitUpdate } from '@studio/shared/document';
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { toUint8Array, type Encoder } from 'lib0/encoding';
import { applyUpdate } from 'yjs';

const SYNC_MESSAGE = 0;
const SYNC_STEP_2 = 1;
/** Half of what the server takes in one edit: a long time apart goes as several, and others' messages come in between. */
const PIECE_BYTES = 2 * 1024 * 1024;

type SendArguments = Parameters<HocuspocusProvider['send']>;

/**
 * A provider that knows what the server has acknowledged. The stock count is set to one by every handshake while older
 * messages still wait in the socket's queue, so the first acknowledgement reads as "all saved". Here an edit made while
 * there is no live exchange is not queued at all: the handshake's state vectors carry it, and that message is one of the
 * awaited. What is too large for one message goes as several. `awaited` counts messages on this socket without an answer.
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
    this.#deliver(update);
    this.onDelivery();
  }

  override send(message: SendArguments[0], args: SendArguments[1]): void {
    const state = stepTwoOf((args as { encoder?: Encoder }).encoder);
    const isFirst = state !== undefined && !this.isLive && this.isAttached;
    const isLarge = state !== undefined && state.length > PIECE_BYTES && this.isAttached;
    if (isFirst) this.isLive = true;
    if (isLarge) this.#deliver(state);
    else {
      super.send(message, args);
      if (isFirst) this.awaited += 1;
    }
    if (isFirst) this.onDelivery();
  }

  /** Sends an update in as many messages as the server takes it in; each is awaited by itself. */
  #deliver(update: Uint8Array): void {
    const pieces = splitUpdate(update, PIECE_BYTES);
    const ahead = pieces.length > 1 ? cancellationsAhead(update) : undefined;
    if (ahead) applyUpdate(this.document, ahead, this);
    for (const piece of ahead ? [ahead, ...pieces] : pieces) {
      this.awaited += 1;
      super.documentUpdateHandler(piece, null);
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

/** The update in an answer to the server's state vector, which carries everything it lacks; undefined for all else. */
function stepTwoOf(encoder: Encoder | undefined): Uint8Array | undefined {
  if (!encoder) return undefined;
  const decoder = createDecoder(toUint8Array(encoder));
  readVarString(decoder);
  const isStepTwo = readVarUint(decoder) === SYNC_MESSAGE && readVarUint(decoder) === SYNC_STEP_2;
  return isStepTwo ? readVarUint8Array(decoder) : undefined;
}

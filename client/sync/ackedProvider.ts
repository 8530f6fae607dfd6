import { HocuspocusProvider } from '@hocuspocus/provider';
import { cancellationsAhead, splitUpdate } from '@studio/shared/document';
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import {
  createEncoder,
  toUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
  type Encoder,
} from 'lib0/encoding';
import { applyUpdate } from 'yjs';

const SYNC_MESSAGE = 0;
const SYNC_STEP_2 = 1;
// As in the WebSocket standard.
const OPEN = 1;
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
    for (const piece of this.#piecesOf(update)) this.#sendEdit(piece);
    this.onDelivery();
  }

  override send(message: SendArguments[0], args: SendArguments[1]): void {
    const answer = this.isAttached ? readStepTwo((args as { encoder?: Encoder }).encoder) : undefined;
    if (!answer) return super.send(message, args);
    const isFirst = !this.isLive;
    this.isLive = true;
    // The server counts its questions, so the answer itself is the last piece; before it go edits like any other.
    const pieces = [...this.#piecesOf(answer.state)];
    const last = pieces.pop() ?? answer.state;
    for (const piece of pieces) this.#sendEdit(piece);
    super.send(message, { encoder: writeStepTwo(answer.address, last) } as SendArguments[1]);
    // What was asked for beside the handshake is not acknowledged.
    if (isFirst) this.awaited += 1;
    this.onDelivery();
  }

  /** An update in as many pieces as the server takes it in. */
  #piecesOf(update: Uint8Array): readonly Uint8Array[] {
    const pieces = splitUpdate(update, PIECE_BYTES);
    const ahead = pieces.length > 1 ? cancellationsAhead(update) : undefined;
    if (!ahead) return pieces;
    applyUpdate(this.document, ahead, this);
    return [ahead, ...pieces];
  }

  #sendEdit(update: Uint8Array): void {
    this.awaited += 1;
    // A socket that is going away is not told that yet: the edit would wait for the next one and be acknowledged there.
    if (this.configuration.websocketProvider.webSocket?.readyState === OPEN) super.documentUpdateHandler(update, null);
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

interface StepTwo {
  readonly address: string;
  readonly state: Uint8Array;
}

/** An answer to the server's state vector, which carries everything it lacks; undefined for every other message. */
function readStepTwo(encoder: Encoder | undefined): StepTwo | undefined {
  if (!encoder) return undefined;
  const decoder = createDecoder(toUint8Array(encoder));
  const address = readVarString(decoder);
  const isStepTwo = readVarUint(decoder) === SYNC_MESSAGE && readVarUint(decoder) === SYNC_STEP_2;
  return isStepTwo ? { address, state: readVarUint8Array(decoder) } : undefined;
}

function writeStepTwo(address: string, state: Uint8Array): Encoder {
  const encoder = createEncoder();
  writeVarString(encoder, address);
  writeVarUint(encoder, SYNC_MESSAGE);
  writeVarUint(encoder, SYNC_STEP_2);
  writeVarUint8Array(encoder, state);
  return encoder;
}

import { type Connection, IncomingMessage, MessageType, OutgoingMessage } from '@hocuspocus/server';
import { messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';

/** Reads the type of a client's frame; undefined when it is none. */
export function readMessageType(frame: Uint8Array): number | undefined {
  try {
    const message = new IncomingMessage(frame);
    message.readVarString();
    return message.readVarUint();
  } catch {
    // Decoders throw at the end of the bytes; such a frame has no type.
    return undefined;
  }
}

/** Reads which document a frame is for, as the client spelled it; undefined when it names none. */
export function readAddress(frame: Uint8Array): string | undefined {
  try {
    return new IncomingMessage(frame).readVarString();
  } catch {
    // Decoders throw at the end of the bytes; such a frame has no address.
    return undefined;
  }
}

/**
 * True for a frame that a client may send, whole: a type and a kind of sync that there are, and as many bytes as it says.
 * Hocuspocus would take the update of a frame of an unknown kind to its hooks before it finds that it knows no such kind.
 */
export function isWholeFrame(frame: Uint8Array): boolean {
  try {
    const message = new IncomingMessage(frame);
    message.readVarString();
    switch (message.readVarUint()) {
      case MessageType.Sync:
      case MessageType.SyncReply:
        return message.readVarUint() <= messageYjsUpdate && hasWholeBytes(message, frame);
      case MessageType.Awareness:
      case MessageType.Stateless:
        return hasWholeBytes(message, frame);
      case MessageType.Auth:
        return message.readVarUint() === TOKEN && hasWholeBytes(message, frame);
      case MessageType.QueryAwareness:
      case MessageType.CLOSE:
        return true;
      default:
        return false;
    }
  } catch {
    // Decoders throw at the end of the bytes; such a frame is cut off.
    return false;
  }
}

const TOKEN = 0;

// Strings and bytes are both written as their length and themselves.
function hasWholeBytes(message: IncomingMessage, frame: Uint8Array): boolean {
  const bytes = message.readVarUint();
  return bytes <= frame.length - message.decoder.pos;
}

/** Reads which clients an awareness frame takes away: those whose state is null. */
export function readRemovedClients(frame: Uint8Array): readonly number[] {
  try {
    const message = new IncomingMessage(frame);
    message.readVarString();
    if (message.readVarUint() !== MessageType.Awareness) return [];
    const states = new IncomingMessage(message.readVarUint8Array());
    const removed: number[] = [];
    for (let left = states.readVarUint(); left > 0; left -= 1) {
      const clientId = states.readVarUint();
      states.readVarUint();
      if (states.readVarString() === 'null') removed.push(clientId);
    }
    return removed;
  } catch {
    // Decoders throw at the end of the bytes; Hocuspocus will refuse such a frame.
    return [];
  }
}

/** The update in a frame that is an edit; undefined for every other frame. */
export function readEdit(frame: Uint8Array): Uint8Array | undefined {
  try {
    const message = new IncomingMessage(frame);
    message.readVarString();
    if (message.readVarUint() !== MessageType.Sync || message.readVarUint() !== messageYjsUpdate) return undefined;
    return message.readVarUint8Array();
  } catch {
    // Decoders throw at the end of the bytes; such a frame is none.
    return undefined;
  }
}

/** One client's new presence. */
export interface Movement {
  readonly clientId: number;
  readonly clock: number;
  readonly state: { [field: string]: unknown };
}

/** Reads an awareness frame that is about one client which stays; undefined for every other frame. */
export function readMovement(frame: Uint8Array): Movement | undefined {
  try {
    const message = new IncomingMessage(frame);
    message.readVarString();
    if (message.readVarUint() !== MessageType.Awareness) return undefined;
    const states = new IncomingMessage(message.readVarUint8Array());
    if (states.readVarUint() !== 1) return undefined;
    const clientId = states.readVarUint();
    const clock = states.readVarUint();
    const state: unknown = JSON.parse(states.readVarString());
    return isFilledRecord(state) ? { clientId, clock, state } : undefined;
  } catch {
    // Decoders throw at the end of the bytes, and JSON on what is none; Hocuspocus will refuse such a frame.
    return undefined;
  }
}

function isFilledRecord(value: unknown): value is { [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

/** True for a frame that says who is here. */
export function isPresence(frame: Uint8Array): boolean {
  const nameBytes = frame[0];
  return nameBytes !== undefined && nameBytes <= 127 && frame[1 + nameBytes] === MessageType.Awareness;
}

/** True for a frame that says whether an update was stored. */
export function isStatus(frame: Uint8Array): boolean {
  const nameBytes = frame[0];
  return nameBytes !== undefined && nameBytes <= 127 && frame[1 + nameBytes] === MessageType.SyncStatus;
}

/** True for a frame that tells a client what its document lacks. */
export function isAnswer(frame: Uint8Array): boolean {
  const nameBytes = frame[0];
  if (nameBytes === undefined || nameBytes > 127) return false;
  return frame[1 + nameBytes] === MessageType.Sync && frame[2 + nameBytes] === messageYjsSyncStep2;
}

/** The frame that denies an address. */
export function denialFor(address: string, reason: string): Uint8Array {
  return new OutgoingMessage(address).writePermissionDenied(reason).toUint8Array();
}

const PERMISSION_DENIED = 1;

/** The reason of a frame that denies a document; undefined for every other frame. Looks at two bytes of those. */
export function readDenial(frame: Uint8Array): string | undefined {
  const nameBytes = frame[0];
  // Document names are shorter than 128 bytes, so their length is one byte.
  if (nameBytes === undefined || nameBytes > 127) return undefined;
  if (frame[1 + nameBytes] !== MessageType.Auth || frame[2 + nameBytes] !== PERMISSION_DENIED) return undefined;
  const message = new IncomingMessage(frame);
  message.readVarString();
  message.readVarUint();
  message.readVarUint();
  return message.readVarString();
}

/** Tells a client why: providers report it as `onAuthenticationFailed({ reason })`, at any time. */
export function sendDenial(connection: Connection, reason: string): void {
  connection.send(new OutgoingMessage(connection.messageAddress).writePermissionDenied(reason).toUint8Array());
}

/** Tells a client that its access is now this: providers report it as `onAuthenticated({ scope })`. */
export function sendAccess(connection: Connection, mayWrite: boolean): void {
  connection.send(new OutgoingMessage(connection.messageAddress).writeAuthenticated(!mayWrite).toUint8Array());
}

/** Tells a client who is here, as it asked. */
export function sendPresence(connection: Connection): void {
  const { awareness } = connection.document;
  connection.send(
    new OutgoingMessage(connection.messageAddress).createAwarenessUpdateMessage(awareness).toUint8Array(),
  );
}

/** Acknowledges one update: it is durable. */
export function sendAcknowledgement(connection: Connection): void {
  connection.send(new OutgoingMessage(connection.messageAddress).writeSyncStatus(true).toUint8Array());
}

/** Asks a client for everything that the document lacks. */
export function requestMissing(connection: Connection): void {
  const message = new OutgoingMessage(connection.messageAddress).createSyncMessage();
  connection.send(message.writeFirstSyncStepFor(connection.document).toUint8Array());
}

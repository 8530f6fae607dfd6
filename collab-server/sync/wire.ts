import { type Connection, IncomingMessage, MessageType, OutgoingMessage } from '@hocuspocus/server';

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

/** True for a frame that says whether an update was stored. */
export function isStatus(frame: Uint8Array): boolean {
  const nameBytes = frame[0];
  return nameBytes !== undefined && nameBytes <= 127 && frame[1 + nameBytes] === MessageType.SyncStatus;
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

/** Acknowledges one update: it is durable. */
export function sendAcknowledgement(connection: Connection): void {
  connection.send(new OutgoingMessage(connection.messageAddress).writeSyncStatus(true).toUint8Array());
}

/** Asks a client for everything that the document lacks. */
export function requestMissing(connection: Connection): void {
  const message = new OutgoingMessage(connection.messageAddress).createSyncMessage();
  connection.send(message.writeFirstSyncStepFor(connection.document).toUint8Array());
}

import { MessageType } from '@hocuspocus/server';
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { messageYjsSyncStep1 } from 'y-protocols/sync';

/** The state vector of a document with more clients than this fits is not put in. */
const ROOM_BYTES = 16 * 1024;

/**
 * A client that has nothing asks for everything with a state vector of one byte: no clients. This gives its frame back with
 * the same vector in a longer field, which decoders read as the same, so that the vector of what it was sent from elsewhere
 * can be put in its place. Every other frame comes back as it is.
 */
export function withRoomForVector(frame: Uint8Array): Uint8Array {
  // As short as such a frame is: two kinds, the length of the vector, its one byte.
  const nameBytes = frame[0];
  if (nameBytes === undefined || nameBytes > 127 || frame.length !== nameBytes + 5 || frame.at(-1) !== 0) return frame;
  const decoder = createDecoder(frame);
  const address = readVarString(decoder);
  if (readVarUint(decoder) !== MessageType.Sync || readVarUint(decoder) !== messageYjsSyncStep1) return frame;
  if (readVarUint8Array(decoder).length !== 1) return frame;
  const encoder = createEncoder();
  writeVarString(encoder, address);
  writeVarUint(encoder, MessageType.Sync);
  writeVarUint(encoder, messageYjsSyncStep1);
  writeVarUint8Array(encoder, new Uint8Array(ROOM_BYTES));
  return toUint8Array(encoder);
}

/** True for the vector of a client that has nothing, in a field with room for another. */
export function hasRoom(vector: Uint8Array): boolean {
  return vector.length === ROOM_BYTES && vector[0] === 0;
}

/** Puts a vector in the place of the empty one, if there is room for it; says whether there was. */
export function putVector(place: Uint8Array, vector: Uint8Array): boolean {
  if (vector.length > place.length) return false;
  place.set(vector);
  return true;
}

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/**
 * How a document's state is written: `v1` is an update in Yjs's first format, as it is; `v2-gzip` one in its second
 * format, compressed. Both are read for ever; folding writes the second.
 */
export type StateEncoding = 'v1' | 'v2-gzip';

/** A state as Yjs takes it. `storedBytes` is what it takes in the database. */
export interface OpenedState {
  readonly update: Uint8Array;
  readonly format: 'v1' | 'v2';
  readonly storedBytes: number;
}

const decompress = promisify(gunzip);

/** Opens a stored state, off the event loop where it is compressed. Rejects when the bytes are damaged. */
export async function openState(bytes: Uint8Array, encoding: StateEncoding): Promise<OpenedState> {
  const storedBytes = bytes.length;
  switch (encoding) {
    case 'v1':
      return { update: bytes, format: 'v1', storedBytes };
    case 'v2-gzip':
      return { update: await decompress(bytes), format: 'v2', storedBytes };
  }
}

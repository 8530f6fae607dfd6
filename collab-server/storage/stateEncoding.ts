import { promisify } from 'node:util';
import { brotliCompressSync, brotliDecompress, brotliDecompressSync, constants } from 'node:zlib';

/**
 * How a document's state is written: `v1` is an update in Yjs's first format, as it is; `v2-brotli` one in its second
 * format, compressed. Both are read for ever; folding writes the second.
 */
export type StateEncoding = 'v1' | 'v2-brotli';

/** A state as Yjs takes it. `storedBytes` is what it takes in the database. */
export interface OpenedState {
  readonly update: Uint8Array;
  readonly format: 'v1' | 'v2';
  readonly storedBytes: number;
}

// Ids come back in every wire and clip, far from where they stood first: brotli finds them within four megabytes, where
// gzip looks back over thirty-two kilobytes. Beyond this quality time grows and bytes hardly shrink.
const QUALITY = 6;
const [SMALLEST_WINDOW, LARGEST_WINDOW] = [10, 22];

const decompress = promisify(brotliDecompress);

/** Compresses an update of Yjs's second format into the bytes of a state. Blocks: for the process that folds. */
export function packState(update: Uint8Array): Buffer {
  const window = Math.min(LARGEST_WINDOW, Math.max(SMALLEST_WINDOW, Math.ceil(Math.log2(update.length + 1))));
  return brotliCompressSync(update, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: window,
      [constants.BROTLI_PARAM_SIZE_HINT]: update.length,
    },
  });
}

/** The update in the bytes of a state. Blocks; throws when they are damaged. */
export function unpackState(bytes: Uint8Array): Buffer {
  return brotliDecompressSync(bytes);
}

/** Opens a stored state, off the event loop where it is compressed. Rejects when they are damaged or of an encoding unknown here. */
export async function openState(bytes: Uint8Array, encoding: StateEncoding): Promise<OpenedState> {
  const storedBytes = bytes.length;
  switch (encoding) {
    case 'v1':
      return { update: bytes, format: 'v1', storedBytes };
    case 'v2-brotli':
      return { update: await decompress(bytes), format: 'v2', storedBytes };
    default:
      // Written by a newer server: it must not read as a document without a state.
      throw new Error(`This server cannot read a state that is written as “${String(encoding)}”.`);
  }
}

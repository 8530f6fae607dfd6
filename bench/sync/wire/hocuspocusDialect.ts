import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import type { Dialect, EnteringStep } from './dialect.ts';

/** The types of frames that entering takes. */
const TYPE = { sync: 0, awareness: 1, auth: 2, syncReply: 4, status: 8 } as const;
const STEP = { ask: 0, state: 1, update: 2 } as const;
const AUTH = { token: 0, denied: 1 } as const;
/** The state vector of whoever has nothing. */
const NOTHING = Uint8Array.of(0);

/** The protocol of Hocuspocus, which ours speaks too. In is who has the server's state and was told that its own is taken. */
export const hocuspocusDialect: Dialect = {
  enter({ document, token }, state) {
    let hasState = false;
    let isTaken = false;
    const step = (...say: readonly Uint8Array[]): EnteringStep => ({ say, isIn: hasState && isTaken });
    return {
      begin: () => step(frame(document, TYPE.auth, AUTH.token, token)),
      onFrame(bytes) {
        if (isBeat(bytes)) return step();
        const decoder = createDecoder(bytes);
        readVarString(decoder);
        const type = readVarUint(decoder);
        if (type === TYPE.auth) {
          if (readVarUint(decoder) === AUTH.denied) throw new Error(`${document} refused: ${readVarString(decoder)}`);
          return step(frame(document, TYPE.sync, STEP.ask, NOTHING));
        }
        if (type === TYPE.status) isTaken = true;
        if (type !== TYPE.sync && type !== TYPE.syncReply) return step();
        const kind = readVarUint(decoder);
        if (kind === STEP.state) hasState = true;
        return kind === STEP.ask ? step(frame(document, TYPE.sync, STEP.state, state)) : step();
      },
    };
  },
  edit: ({ document }, update) => frame(document, TYPE.sync, STEP.update, update),
  presence: ({ document }, states) => frame(document, TYPE.awareness, states),
  readPresence(bytes) {
    if (isBeat(bytes)) return undefined;
    const decoder = createDecoder(bytes);
    readVarString(decoder);
    return readVarUint(decoder) === TYPE.awareness ? readVarUint8Array(decoder) : undefined;
  },
};

/** “Are you there?” of the socket itself: one byte, and of no document. */
function isBeat(frame: Uint8Array): boolean {
  return frame.length === 1;
}

function frame(...parts: readonly (number | string | Uint8Array)[]): Uint8Array {
  const encoder = createEncoder();
  for (const part of parts) {
    if (typeof part === 'number') writeVarUint(encoder, part);
    else if (typeof part === 'string') writeVarString(encoder, part);
    else writeVarUint8Array(encoder, part);
  }
  return toUint8Array(encoder);
}

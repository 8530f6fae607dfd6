import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import type { Dialect } from './dialect.ts';

const SYNC = 0;
const AWARENESS = 1;
const [STEP_1, STEP_2, UPDATE] = [0, 1, 2];
/** The state vector of whoever has nothing. */
const NOTHING = Uint8Array.of(0);

/** The protocol of y-websocket. It acknowledges nothing: in is who has the server's state and gave its own. */
export const yjsDialect: Dialect = {
  enter(_seat, state) {
    let hasState = false;
    let hasGiven = false;
    return {
      begin: () => ({ say: [frame(SYNC, STEP_1, NOTHING)], isIn: false }),
      onFrame(bytes) {
        const decoder = createDecoder(bytes);
        if (readVarUint(decoder) !== SYNC) return { say: [], isIn: false };
        const step = readVarUint(decoder);
        readVarUint8Array(decoder);
        hasState ||= step === STEP_2;
        const isAsked = step === STEP_1;
        hasGiven ||= isAsked;
        return { say: isAsked ? [frame(SYNC, STEP_2, state)] : [], isIn: hasState && hasGiven };
      },
    };
  },
  edit: (_seat, update) => frame(SYNC, UPDATE, update),
  presence: (_seat, states) => frame(AWARENESS, states),
  readPresence(bytes) {
    const decoder = createDecoder(bytes);
    return readVarUint(decoder) === AWARENESS ? readVarUint8Array(decoder) : undefined;
  },
};

function frame(...parts: readonly (number | Uint8Array)[]): Uint8Array {
  const encoder = createEncoder();
  for (const part of parts) {
    if (typeof part === 'number') writeVarUint(encoder, part);
    else writeVarUint8Array(encoder, part);
  }
  return toUint8Array(encoder);
}

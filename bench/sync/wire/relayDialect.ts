import type { Dialect } from './dialect.ts';

/** A relay knows no documents: whoever has a socket is in, and frames are the bytes themselves. */
export const relayDialect: Dialect = {
  enter: () => ({ begin: () => ({ say: [], isIn: true }), onFrame: () => ({ say: [], isIn: true }) }),
  edit: (_seat, update) => update,
  presence: (_seat, states) => states,
  readPresence: (frame) => frame,
};

import * as Y from 'yjs';

/** A decoded or integrated piece of history. */
export type Struct = Y.Item | Y.GC | Y.Skip;

/** The structs of an update beside those of the document it is for. */
export interface StructIndex {
  /** Those that the document lacks, wholly or in part. */
  readonly fresh: readonly Struct[];
  readonly isPartlyKnown: boolean;
  /** The clock after the last struct of a client once the update is applied. */
  endOf(client: number): number;
  /** True when document or update holds that id; an absent id needs nothing. */
  covers(id: Y.ID | null): boolean;
  /** The struct of that id in the document, else in the update. */
  find(id: Y.ID): Struct | undefined;
}

/** Lays an update's structs over a document's; undefined when the update leaves out clocks that the document lacks. */
export function indexStructs(doc: Y.Doc, structs: readonly Struct[]): StructIndex | undefined {
  const ends = new Map<number, number>();
  const byClient = new Map<number, Struct[]>();
  const fresh: Struct[] = [];
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const known = Y.getState(doc.store, client);
    const end = ends.get(client) ?? known;
    if (clock > end) return undefined;
    ends.set(client, Math.max(end, clock + struct.length));
    if (clock + struct.length <= known) continue;
    fresh.push(struct);
    const own = byClient.get(client);
    if (own) own.push(struct);
    else byClient.set(client, [struct]);
  }
  const endOf = (client: number) => ends.get(client) ?? Y.getState(doc.store, client);
  return {
    fresh,
    isPartlyKnown: fresh.length < structs.length || fresh.some((struct) => startsKnown(doc, struct)),
    endOf,
    covers: (id) => id === null || id.clock < endOf(id.client),
    find: (id) => findIn(doc.store.clients.get(id.client), id.clock) ?? findIn(byClient.get(id.client), id.clock),
  };
}

function startsKnown(doc: Y.Doc, struct: Struct): boolean {
  return struct.id.clock < Y.getState(doc.store, struct.id.client);
}

// Structs of one client are sorted by clock.
function findIn(structs: readonly Struct[] | undefined, clock: number): Struct | undefined {
  if (!structs) return undefined;
  let low = 0;
  let high = structs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const struct = structs[middle];
    if (!struct) return undefined;
    if (clock < struct.id.clock) high = middle - 1;
    else if (clock >= struct.id.clock + struct.length) low = middle + 1;
    else return struct;
  }
  return undefined;
}

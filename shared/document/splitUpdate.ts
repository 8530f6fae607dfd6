import * as Y from 'yjs';

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];
type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds'];

/**
 * Splits an update of Yjs (version 1) into several of about `maxBytes` at most, each of which builds on nothing but what
 * its reader has and the ones before it. What was deleted comes last. One within the limit stays as it is; one value
 * larger than the limit stays whole.
 */
export function splitUpdate(update: Uint8Array, maxBytes: number): readonly Uint8Array[] {
  if (update.length <= maxBytes) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  const ordered = inCausalOrder(structs);
  // A gap in an update is its sender's fault, which the server names; pieces would only hide it.
  if (!ordered) return [update];
  const pieces: Struct[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const struct of ordered) {
    const size = sizeOf(struct);
    if (bytes + size > maxBytes) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)?.push(struct);
    bytes += size;
  }
  const encoded = pieces.map((piece) => encodePiece(piece));
  return ds.clients.size === 0 ? encoded : [...encoded, encodePiece([], ds)];
}

/** The structs so that each comes after what it names; undefined when one names what neither is here nor can be. */
function inCausalOrder(structs: readonly Struct[]): readonly Struct[] | undefined {
  const waiting = new Map<number, Struct[]>();
  for (const struct of structs) {
    if (struct instanceof Y.Skip) return undefined;
    const own = waiting.get(struct.id.client);
    if (own) own.push(struct);
    else waiting.set(struct.id.client, [struct]);
  }
  const taken = new Map<number, number>([...waiting.keys()].map((client) => [client, 0]));
  const reached = new Map([...waiting].map(([client, own]) => [client, own[0]?.id.clock ?? 0]));
  const isThere = (id: Y.ID | null) => id === null || id.clock < (reached.get(id.client) ?? Number.POSITIVE_INFINITY);
  const ordered: Struct[] = [];
  for (let before = -1; before < ordered.length; ) {
    before = ordered.length;
    for (const [client, own] of waiting) {
      let at = taken.get(client) ?? 0;
      for (let next = own[at]; next && namesOf(next).every(isThere); next = own[at]) {
        ordered.push(next);
        reached.set(client, next.id.clock + next.length);
        at += 1;
      }
      taken.set(client, at);
    }
  }
  return ordered.length === structs.length ? ordered : undefined;
}

/** What a struct builds on besides the one before it of the same client. */
function namesOf(struct: Struct): readonly (Y.ID | null)[] {
  if (!(struct instanceof Y.Item)) return [];
  const parent: unknown = struct.parent;
  return [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null];
}

function sizeOf(struct: Struct): number {
  const encoder = new Y.UpdateEncoderV1();
  struct.write(encoder, 0);
  return encoder.toUint8Array().length;
}

// The format: count of clients; of each the count of its structs, itself, the first clock, the structs; then the deletions.
function encodePiece(structs: readonly Struct[], ds?: DeleteSet): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const byClient = Map.groupBy(structs, (struct) => struct.id.client);
  encoder.writeLen(byClient.size);
  // Readers go through the clients from the greatest down.
  for (const [client, own] of [...byClient].sort(([a], [b]) => b - a)) {
    encoder.writeLen(own.length);
    encoder.writeClient(client);
    encoder.writeLen(own[0]?.id.clock ?? 0);
    for (const struct of own) struct.write(encoder, 0);
  }
  encoder.writeLen(ds?.clients.size ?? 0);
  for (const [client, ranges] of ds?.clients ?? []) {
    encoder.resetDsCurVal();
    encoder.writeLen(client);
    encoder.writeLen(ranges.length);
    for (const { clock, len } of ranges) {
      encoder.writeDsClock(clock);
      encoder.writeDsLen(len);
    }
  }
  return encoder.toUint8Array();
}

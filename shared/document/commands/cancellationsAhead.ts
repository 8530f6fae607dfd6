import * as Y from 'yjs';
import { rootMap } from '../roots.ts';

const MAX_TRIES = 1000;

/**
 * The cancellations in an update whose intents are in it too, as an update of its own that builds on nothing: sent before
 * the pieces of a large one, it reaches the server before the intents that it takes back. Undefined when there are none.
 * It must be applied to the sender's document as well; the cancellation that is there gives way to its twin.
 */
export function cancellationsAhead(update: Uint8Array): Uint8Array | undefined {
  const acts = Y.decodeUpdate(update).structs.filter((struct) => struct instanceof Y.Item);
  const asked = new Set(acts.filter((item) => rootOf(item) === 'intents').map((item) => item.parentSub));
  const taken = acts.filter((item) => rootOf(item) === 'cancellations' && asked.has(item.parentSub));
  if (taken.length === 0) return undefined;
  const ahead = docAfter(Math.max(...taken.map((item) => item.id.client)));
  ahead.transact(() => {
    for (const { parentSub, content } of taken) {
      if (parentSub === null || !(content instanceof Y.ContentAny)) continue;
      rootMap(ahead, 'cancellations').set(parentSub, content.arr[0]);
    }
  });
  return Y.encodeStateAsUpdate(ahead);
}

function rootOf({ parent, content }: Y.Item): unknown {
  // An item that names its root by name stands in no place that was written before.
  return content instanceof Y.ContentAny ? (parent as unknown) : undefined;
}

/** A document that wins every place it writes at the same time as `client`. */
function docAfter(client: number): Y.Doc {
  let doc = new Y.Doc();
  for (let tries = 0; tries < MAX_TRIES && doc.clientID <= client; tries += 1) doc = new Y.Doc();
  return doc;
}

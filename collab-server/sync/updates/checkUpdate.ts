import * as Y from 'yjs';
import { type Author, type DocumentName, ROOTS } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import type { OutboxEntry } from '../../storage/journalStore.ts';
import { authorOf, type Identity } from '../ports.ts';
import { isAllowedContent } from './checkContent.ts';
import type { Addition, Inspection } from './inspectUpdate.ts';
import type { Place } from './places.ts';
import { type SignedRoot, signedRootsOf } from './signedRoots.ts';

/** An update that adds something, as `inspectUpdate` read it. */
export type NewUpdate = Extract<Inspection, { kind: 'new' }>;

const OUTBOX_KINDS: ReadonlyMap<string, OutboxEntry['kind']> = new Map([
  ['intents', 'intent'],
  ['cancellations', 'cancellation'],
]);

/**
 * Decides whether an identity may make this change to a document, and names the intents and cancellations in it for the
 * outbox. Refuses roots, keys and content of no known shape, and values signed with another's name.
 */
export function checkUpdate(
  doc: Y.Doc,
  name: DocumentName,
  identity: Identity,
  change: NewUpdate,
): Result<readonly OutboxEntry[], 'invalid'> {
  const roots: readonly string[] = ROOTS[name.kind];
  const signed = signedRootsOf(name.kind);
  const outbox: OutboxEntry[] = [];
  const written = new Set<string>();
  for (const { item, place } of change.additions) {
    const flaw = additionFlaw(item, place, roots);
    if (flaw) return fail('invalid', flaw);
    const rule = place && signed.get(place.root);
    if (!rule || !place || place.key === null || item.content instanceof Y.ContentDeleted) continue;
    const value = signedValue(item, place);
    if (!mayAdd(doc, rule, place.root, place.key, item) || !isOwn(rule.authorOf(place.key, value), identity)) {
      return fail('invalid', `“${place.root}” takes whole values in the writer's own name.`, place.root);
    }
    written.add(`${place.root} ${place.key}`);
    const kind = OUTBOX_KINDS.get(place.root);
    if (kind && name.kind === 'project') {
      outbox.push({ projectId: name.projectId, kind, key: place.key, payload: value });
    }
  }
  const isTaken = change.deletions.some((place) => isTakingSigned(place, signed, written));
  if (isTaken && identity.kind !== 'service') return fail('invalid', 'What somebody signed stays.');
  return ok(outbox);
}

function additionFlaw(item: Y.Item, place: Addition['place'], roots: readonly string[]): string | undefined {
  if (!isAllowedContent(item)) return 'The update holds a value that documents do not take.';
  if (place && !roots.includes(place.root)) return `This kind of document has no “${place.root}”.`;
  if (place && place.key === null) return `“${place.root}” is a map; the update writes it as a list.`;
  return undefined;
}

// A signed value is one plain value directly in its root: anything else reads as nobody's.
function signedValue(item: Y.Item, place: Place): unknown {
  const { content } = item;
  if (place.depth > 0 || !(content instanceof Y.ContentAny) || content.arr.length !== 1) return undefined;
  return content.arr[0];
}

function mayAdd(doc: Y.Doc, rule: SignedRoot, root: string, key: string, item: Y.Item): boolean {
  if (!rule.isImmutable) return true;
  // An item with a neighbour to its left replaces that neighbour.
  return item.origin === null && (rule.isKeyShared || !doc.getMap(root)._map.has(key));
}

function isOwn(author: Author | undefined, identity: Identity): boolean {
  if (!author) return false;
  if (identity.kind === 'service') return true;
  return author.id === authorOf(identity).id && (author.isGuest === true) === (identity.kind === 'guest');
}

function isTakingSigned(place: Place, signed: ReadonlyMap<string, SignedRoot>, written: ReadonlySet<string>): boolean {
  const rule = signed.get(place.root);
  if (!rule || place.key === null) return false;
  return rule.isImmutable ? !isReplaced(place, written, rule) : !written.has(`${place.root} ${place.key}`);
}

// Two cancellations at once: Yjs keeps one and deletes the other, by whichever replica sees both first.
function isReplaced(place: Place, written: ReadonlySet<string>, rule: SignedRoot): boolean {
  return rule.isKeyShared && written.has(`${place.root} ${place.key}`);
}

import * as Y from 'yjs';

/** Whole states of documents that the device could not take and that nobody has open just now, by database name. */
const states = new Map<string, Uint8Array>();
/** What would go with this tab, whoever holds it. */
const holders = new Set<object>();

/** Keeps the state of a document that was closed before the device could take it, for as long as this tab lives. */
export function keepInTab(name: string, doc: Y.Doc): void {
  states.set(name, Y.encodeStateAsUpdate(doc));
  holdTab(states, true);
}

/** Hands over what the tab kept of a document, once. */
export function takeFromTab(name: string): Uint8Array | undefined {
  const state = states.get(name);
  states.delete(name);
  holdTab(states, states.size > 0);
  return state;
}

/** What the tab keeps of a document, left where it is. */
export function peekIntoTab(name: string): Uint8Array | undefined {
  return states.get(name);
}

/** The database names of the documents that only this tab has whole. */
export function namesInTab(): readonly string[] {
  return [...states.keys()];
}

/** Says whether something in this tab alone would be lost with it: only then does closing the tab ask. */
export function holdTab(holder: object, isHolding: boolean): void {
  const had = holders.size > 0;
  if (isHolding) holders.add(holder);
  else holders.delete(holder);
  const has = holders.size > 0;
  if (had === has || typeof window === 'undefined') return;
  if (has) window.addEventListener('beforeunload', ask);
  else window.removeEventListener('beforeunload', ask);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

import { CLOSE_REASONS, type CloseReason } from '@studio/shared/access';
import type { StorageState } from '../offline/deviceCopy.ts';

/** What is known of the wire and of my edits, over all documents of a project. Counts are edits of mine. */
export interface SyncFacts {
  /** The socket is up and every document has exchanged its state on it. */
  readonly isLive: boolean;
  /** At least one document has: the wire is up, and the others are on their way. */
  readonly isWireUp: boolean;
  /** The first exchange since the page opened has not happened yet, and not long enough has passed to call it offline. */
  readonly isConnecting: boolean;
  /** Edits that the server has not acknowledged. */
  readonly unsentEdits: number;
  /** Edits that the last reconnect delivered, while that is worth saying. */
  readonly mergedEdits: number | null;
  /** Whether this device keeps what I do. */
  readonly storage: StorageState;
  readonly refusal: CloseReason | null;
  /** The server cannot store edits just now. */
  readonly isStorageFailing: boolean;
}

/** What the badge says; `kind` decides its mark. */
export interface SyncBadgeState {
  readonly kind: 'saved' | 'saving' | 'connecting' | 'offline' | 'back-online' | 'storage-full' | 'paused' | 'refused';
  readonly text: string;
}

/** Decides the badge. It says “Saved” only when the server has acknowledged everything and the wire is up. */
export function syncBadge(facts: SyncFacts): SyncBadgeState {
  const { unsentEdits, mergedEdits, refusal } = facts;
  if (refusal !== null) return { kind: 'refused', text: CLOSE_REASONS[refusal] };
  if (facts.storage === 'full') return storageFull(facts);
  if (!facts.isWireUp) return apart(facts);
  if (facts.isStorageFailing) return paused(unsentEdits);
  if (unsentEdits > 0) return { kind: 'saving', text: 'Saving' };
  if (mergedEdits !== null) {
    return { kind: 'back-online', text: `Back online. ${edits(mergedEdits)} merged.` };
  }
  return facts.isLive ? { kind: 'saved', text: 'Saved' } : CONNECTING;
}

const CONNECTING: SyncBadgeState = { kind: 'connecting', text: 'Connecting' };

function apart(facts: SyncFacts): SyncBadgeState {
  if (facts.isConnecting && facts.unsentEdits === 0) return CONNECTING;
  return facts.storage === 'unavailable' ? keptNowhere(facts) : offline(facts.unsentEdits);
}

function paused(unsent: number): SyncBadgeState {
  const waiting = unsent === 0 ? 'All that you did is saved.' : `${edits(unsent)} ${unsent === 1 ? 'waits' : 'wait'}.`;
  return { kind: 'paused', text: `Editing is paused. ${waiting}` };
}

function offline(unsent: number): SyncBadgeState {
  const kept =
    unsent === 0
      ? "New edits are kept on this device and will merge when you're back."
      : `Your ${edits(unsent)} ${unsent === 1 ? 'is' : 'are'} kept on this device and will merge when you're back.`;
  return { kind: 'offline', text: `Offline. ${kept} Runs wait.` };
}

function storageFull({ isWireUp, unsentEdits }: SyncFacts): SyncBadgeState {
  const safe = isWireUp
    ? 'What you do reaches the server. Free some space before you go offline.'
    : `${inThisTab(unsentEdits)}, or free some space.`;
  return { kind: 'storage-full', text: `This device's storage is full. ${safe}` };
}

/** Said only while it matters: online everything reaches the server. */
function keptNowhere({ unsentEdits }: SyncFacts): SyncBadgeState {
  const text = `Offline, and this browser keeps nothing on this device. ${inThisTab(unsentEdits)}.`;
  return { kind: 'storage-full', text };
}

function inThisTab(unsent: number): string {
  if (unsent === 0) return "New edits stay in this tab only: keep it open until you're back";
  return `Your ${edits(unsent)} ${unsent === 1 ? 'is' : 'are'} in this tab only: keep it open until you're back`;
}

function edits(count: number): string {
  return count === 1 ? '1 edit' : `${count} edits`;
}

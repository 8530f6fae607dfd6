import type { CloseReason } from '@studio/shared/access';
import type { GuestPass } from '@studio/shared/api';
import {
  formatDocumentName,
  readSharedTake,
  readShareMeta,
  type ReviewTables,
  reviewTables,
  rootMap,
  type SharedTakeRow,
  type ShareMetaRow,
  Table,
} from '@studio/shared/document';
import type * as Y from 'yjs';
import { DocumentConnection } from '../sync/documentConnection.ts';
import { FrameSignal } from '../sync/frameSignal.ts';
import { StudioSocket, type StudioSocketOptions } from '../sync/studioSocket.ts';
import type { CountStore } from '../sync/unsentLog.ts';

/** A review that a guest has open. */
export interface GuestReview {
  readonly doc: Y.Doc;
  readonly tables: ReviewTables;
}

/** What a guest has open: the Takes that were sent and their reviews, never the project or its ledger. */
export interface GuestSession {
  readonly pass: GuestPass;
  readonly takes: Table<SharedTakeRow>;
  readonly signal: FrameSignal;
  readonly meta: () => ShareMetaRow;
  /** Why the server does not let this guest in (any more), or null. */
  readonly refusal: () => CloseReason | null;
  /** True while the studio cannot store notes. */
  readonly isStorageFailing: () => boolean;
  readonly unsentEdits: () => number;
  /** True once the server has told which Takes were sent. */
  readonly isRead: () => boolean;
  /** The review of a shot; the same one however often it is asked for. */
  readonly openReview: (subject: string) => GuestReview;
  /** Leaves; resolves when all that was done is on this device, as far as it takes it. */
  readonly close: () => Promise<void>;
}

/** Opens what a link shows. */
export function openGuestSession(
  pass: GuestPass,
  counts: CountStore,
  socketOptions: StudioSocketOptions,
): GuestSession {
  const socket = new StudioSocket(socketOptions);
  const signal = new FrameSignal();
  const connections: DocumentConnection[] = [];
  const connect = (name: string) => {
    const connection = new DocumentConnection({
      name,
      personId: pass.guest.id,
      tabId: crypto.randomUUID(),
      // Whoever is signed in here too is a guest behind this link, and of this link where there are several.
      token: `guest:${pass.linkId}`,
      socket,
      counts,
      onChange: () => signal.emit(),
    });
    connections.push(connection);
    return connection;
  };
  const share = connect(formatDocumentName({ kind: 'share', linkId: pass.linkId }));
  const takes = new Table(rootMap(share.doc, 'takes'), readSharedTake);
  const metaMap = rootMap(share.doc, 'meta');
  metaMap.observe(() => signal.emit());
  const reviews = new Map<string, GuestReview>();
  const openReview = (subject: string): GuestReview => {
    const known = reviews.get(subject);
    if (known) return known;
    const { doc } = connect(formatDocumentName({ kind: 'review', projectId: pass.projectId, subject }));
    const review = { doc, tables: reviewTables(doc) };
    reviews.set(subject, review);
    return review;
  };
  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    takes.dispose();
    for (const review of reviews.values()) disposeTables(review);
    const left = connections.map((connection) => connection.close());
    socket.destroy();
    await Promise.all(left);
  }
  return {
    pass,
    takes,
    signal,
    meta: () => readShareMeta(metaMap),
    refusal: () => share.refusal,
    isStorageFailing: () => connections.some((connection) => connection.isStorageFailing),
    unsentEdits: () => connections.reduce((sum, connection) => sum + connection.unsentEdits, 0),
    isRead: () => share.isLive || takes.rows().size > 0,
    openReview,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

function disposeTables({ tables: { threads, comments, resolutions, approvals } }: GuestReview): void {
  for (const table of [threads, comments, resolutions, approvals]) table.dispose();
}

import type { CloseReason, Role } from '@studio/shared/access';
import {
  formatDocumentName,
  ledgerTables,
  projectTables,
  reviewTables,
  type Author,
  type DocumentName,
  type IntentRow,
  type JobRow,
  type LedgerTables,
  type ProjectTables,
  type ReviewTables,
  type TakeRow,
} from '@studio/shared/document';
import type * as Y from 'yjs';
import { DocumentConnection } from './documentConnection.ts';
import { fetchFirstState } from './fetchFirstState.ts';
import { GraphStore } from './graphStore.ts';
import { GroupIndex } from './groupIndex.ts';
import { followLosses } from './lost/followLosses.ts';
import type { LostValues } from './lost/lostValues.ts';
import { personUndo } from './personUndo.ts';
import { Presence, type Timers } from './presence.ts';
import { PreviewStore } from './previewStore.ts';
import { RunsStore } from './runsStore.ts';
import { StudioSocket } from './studioSocket.ts';
import { SyncMonitor, type SyncView } from './syncMonitor.ts';
import type { CountStore } from './unsentLog.ts';

/** An open review document. `release` it when the view that opened it goes. */
export interface ReviewSession {
  readonly doc: Y.Doc;
  readonly tables: ReviewTables;
  readonly canWrite: boolean;
  release(): void;
}

/** A project that is open: its documents, who I am in it, and what I may do. */
export interface ProjectSession {
  readonly projectId: string;
  readonly doc: Y.Doc;
  readonly ledger: Y.Doc;
  readonly tables: ProjectTables;
  readonly ledgerTables: LedgerTables;
  readonly me: Author;
  readonly role: Role;
  readonly canEdit: boolean;
  readonly canReview: boolean;
  /** Why editing is off, for tooltips; empty when it is on. */
  readonly readOnlyReason: string;
  readonly presence: Presence;
  readonly undo: Y.UndoManager;
  readonly graph: GraphStore;
  readonly takesOfSlot: GroupIndex<TakeRow>;
  readonly intentsOfNode: GroupIndex<IntentRow>;
  readonly jobsOfNode: GroupIndex<JobRow>;
  readonly runs: RunsStore;
  readonly previews: PreviewStore;
  readonly sync: SyncView;
  /** Values of mine that others' won over. */
  readonly lost: LostValues;
  /** Who writes from a client of the project's document, if they were seen here. */
  readonly nameOfClient: (client: number) => string | undefined;
  /** Resolves when this device's copy is in the documents. */
  readonly whenRead: Promise<void>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
  openReview(subject: string): ReviewSession;
  /** Leaves the project; resolves when all that was done is on this device, as far as it takes it. */
  close(): Promise<void>;
}

/** What opening a project needs. `socketUrl` ends in `/collab?schema=N`. */
export interface SessionOptions {
  readonly projectId: string;
  readonly me: { readonly id: string; readonly name: string; readonly color: string };
  readonly role: Role;
  readonly socketUrl: string;
  readonly clock: () => number;
  readonly random: () => number;
  readonly counts: CountStore;
  /** Told when the server lets me write now, or no longer: the role has to be asked again. */
  readonly onAccessChange: () => void;
  /** Told when the server takes no part in a document any more, for a reason that does not pass by itself. */
  readonly onRefused: (reason: CloseReason, documentName: string) => void;
  /** Told of rows of this device's copy of a document that nobody can read. */
  readonly onUnreadable: (rows: readonly Uint8Array[], documentName: string) => void;
  /** Told of edits that build on what neither this device nor the server has; resolves once they are kept elsewhere. */
  readonly onIncomplete: (edits: Uint8Array, documentName: string) => Promise<void>;
}

const READ_ONLY: { readonly [role in Role]: string } = {
  owner: '',
  admin: '',
  editor: '',
  reviewer: 'You are a reviewer here: you can comment and approve. Ask an admin to become an editor.',
  viewer: 'You are a viewer here. Ask an admin to become an editor.',
};

/** Opens a project: connects its documents over one socket and reads this device's copies. */
export function openProjectSession(options: SessionOptions): ProjectSession {
  const { projectId, me, role, clock, random } = options;
  const socket = new StudioSocket({ url: options.socketUrl, clock, random });
  const sync = new SyncMonitor();
  const connect = (name: DocumentName) => connectDocument({ ...options, name, socket, sync });
  const project = connect({ kind: 'project', projectId });
  const ledger = connect({ kind: 'ledger', projectId });
  const awareness = project.awareness;
  if (!awareness) throw new Error('The project document has no awareness.');
  const lost = followLosses(project, awareness, me.id, options.counts);
  const parts = projectParts(project, ledger);
  const reviews = reviewRegistry(projectId, role !== 'viewer', connect, sync);
  const timers: Timers = { set: (run, delayMs) => setTimeout(run, delayMs), now: clock };
  const canEdit = READ_ONLY[role] === '';
  return {
    projectId,
    doc: project.doc,
    ledger: ledger.doc,
    me: { id: me.id, name: me.name },
    role,
    canEdit,
    canReview: role !== 'viewer',
    readOnlyReason: READ_ONLY[role],
    presence: new Presence(awareness, me, timers),
    undo: personUndo(project.doc),
    sync,
    lost: lost.values,
    nameOfClient: lost.clients.nameOf,
    whenRead: Promise.all([project.whenRead, ledger.whenRead]).then(() => undefined),
    clock,
    random,
    ...parts.shown,
    openReview: reviews.open,
    close: async () => {
      lost.dispose();
      parts.dispose();
      const closed = [reviews.closeAll(), project.close(), ledger.close()];
      sync.dispose();
      socket.destroy();
      await Promise.all(closed);
    },
  };
}

interface ConnectOptions extends SessionOptions {
  readonly name: DocumentName;
  readonly socket: StudioSocket;
  readonly sync: SyncMonitor;
}

function connectDocument(options: ConnectOptions): DocumentConnection {
  const { name, socket, sync, me, counts, onAccessChange } = options;
  const { kind } = name;
  const documentName = formatDocumentName(name);
  const connection = new DocumentConnection({
    name: documentName,
    // Reviews are small: the socket brings them as fast.
    ...(kind === 'project' || kind === 'ledger' ? { findFirstState: () => fetchFirstState({ ...name, kind }) } : {}),
    personId: me.id,
    tabId: crypto.randomUUID(),
    socket,
    counts,
    onChange: sync.changed,
    onAccessChange,
    onRefused: (reason) => options.onRefused(reason, documentName),
    onUnreadable: (rows) => options.onUnreadable(rows, documentName),
    onIncomplete: (edits) => options.onIncomplete(edits, documentName),
  });
  sync.add(connection);
  return connection;
}

function projectParts(project: DocumentConnection, ledger: DocumentConnection) {
  const tables = projectTables(project.doc);
  const ledgerOf = ledgerTables(ledger.doc);
  const newestFirst = (a: { at: number; id: string }, b: { at: number; id: string }) =>
    b.at - a.at || (a.id < b.id ? 1 : -1);
  const shown = {
    tables,
    ledgerTables: ledgerOf,
    graph: new GraphStore(tables.nodes, tables.edges),
    takesOfSlot: new GroupIndex(
      ledgerOf.takes,
      (take) => take.slotId,
      (a, b) => a.number - b.number || (a.id < b.id ? -1 : 1),
    ),
    intentsOfNode: new GroupIndex(
      tables.intents,
      (intent) => intent.nodeId,
      (a, b) => newestFirst({ at: a.requestedAt, id: a.id }, { at: b.requestedAt, id: b.id }),
    ),
    jobsOfNode: new GroupIndex(
      ledgerOf.jobs,
      (job) => job.nodeId,
      (a, b) => newestFirst({ at: a.queuedAt, id: a.id }, { at: b.queuedAt, id: b.id }),
    ),
    runs: new RunsStore(ledger.awareness),
    previews: new PreviewStore(),
  };
  const stopPreviews = ledger.onStateless((payload) => shown.previews.receive(payload));
  const dispose = () => {
    stopPreviews();
    const { graph, takesOfSlot, intentsOfNode, jobsOfNode, runs, previews } = shown;
    for (const part of [graph, takesOfSlot, intentsOfNode, jobsOfNode, runs, previews]) part.dispose();
    const { nodes, edges, selections, tracks, clips, intents, cancellations } = tables;
    const { jobs, takes, notes } = ledgerOf;
    const all = [nodes, edges, selections, tracks, clips, intents, cancellations, jobs, takes, notes];
    for (const table of all) table.dispose();
  };
  return { shown, dispose };
}

/** Review documents by subject, opened once however many views look at one. */
function reviewRegistry(
  projectId: string,
  canWrite: boolean,
  connect: (name: DocumentName) => DocumentConnection,
  sync: SyncMonitor,
) {
  const open = new Map<string, { connection: DocumentConnection; tables: ReviewTables; users: number }>();
  async function close(subject: string): Promise<void> {
    const entry = open.get(subject);
    if (!entry) return;
    open.delete(subject);
    const { threads, comments, resolutions, approvals } = entry.tables;
    for (const table of [threads, comments, resolutions, approvals]) table.dispose();
    sync.remove(entry.connection);
    await entry.connection.close();
  }
  /** A note that has not arrived keeps its document open: closing it would only leave it on this device. */
  function closeWhenSent(subject: string): void {
    const stop = sync.signal.subscribe(closeNow);
    function closeNow(): void {
      const entry = open.get(subject);
      const isNeeded = entry !== undefined && entry.users === 0 && entry.connection.unsentEdits > 0;
      if (isNeeded) return;
      stop();
      if (entry?.users === 0) void close(subject);
    }
    closeNow();
  }
  return {
    open(subject: string): ReviewSession {
      let entry = open.get(subject);
      if (!entry) {
        const connection = connect({ kind: 'review', projectId, subject });
        entry = { connection, tables: reviewTables(connection.doc), users: 0 };
        open.set(subject, entry);
      }
      const held = entry;
      held.users += 1;
      let isReleased = false;
      return {
        doc: held.connection.doc,
        tables: held.tables,
        canWrite,
        release: () => {
          if (isReleased) return;
          isReleased = true;
          held.users -= 1;
          closeWhenSent(subject);
        },
      };
    },
    async closeAll(): Promise<void> {
      await Promise.all([...open.keys()].map(close));
    },
  };
}

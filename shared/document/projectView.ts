import type * as Y from 'yjs';
import { readClip, readTrack, type ClipRow, type TrackRow } from './records/clip.ts';
import { readEdge, type EdgeRow } from './records/edge.ts';
import { readCancellation, readIntent, type CancellationRow, type IntentRow } from './records/intent.ts';
import { readJob, type JobRow } from './records/job.ts';
import { readMeta, type MetaRow } from './records/meta.ts';
import { readNode, type NodeRow } from './records/node.ts';
import {
  readApproval,
  readComment,
  readNotes,
  readResolution,
  readThread,
  type ApprovalRow,
  type CommentRow,
  type NotesRow,
  type ResolutionRow,
  type ThreadRow,
} from './records/review.ts';
import { readTake, type TakeRow } from './records/take.ts';
import { rootMap } from './roots.ts';
import { Table } from './table.ts';

/** The tables of a project document. */
export interface ProjectTables {
  readonly nodes: Table<NodeRow>;
  readonly edges: Table<EdgeRow>;
  readonly selections: Table<string>;
  readonly tracks: Table<TrackRow>;
  readonly clips: Table<ClipRow>;
  readonly intents: Table<IntentRow>;
  readonly cancellations: Table<CancellationRow>;
}

/** The tables of a ledger document. */
export interface LedgerTables {
  readonly jobs: Table<JobRow>;
  readonly takes: Table<TakeRow>;
  readonly notes: Table<NotesRow>;
}

/** The tables of a review document. */
export interface ReviewTables {
  readonly threads: Table<ThreadRow>;
  readonly comments: Table<CommentRow>;
  readonly resolutions: Table<ResolutionRow>;
  readonly approvals: Table<ApprovalRow>;
}

/** Opens the tables of a project document; dispose each when done. */
export function projectTables(doc: Y.Doc): ProjectTables {
  return {
    nodes: new Table(rootMap(doc, 'nodes'), readNode),
    edges: new Table(rootMap(doc, 'edges'), readEdge),
    selections: new Table(rootMap(doc, 'selections'), readSelection),
    tracks: new Table(rootMap(doc, 'tracks'), readTrack),
    clips: new Table(rootMap(doc, 'clips'), readClip),
    intents: new Table(rootMap(doc, 'intents'), readIntent),
    cancellations: new Table(rootMap(doc, 'cancellations'), readCancellation),
  };
}

/** Opens the tables of a ledger document. */
export function ledgerTables(doc: Y.Doc): LedgerTables {
  return {
    jobs: new Table(rootMap(doc, 'jobs'), readJob),
    takes: new Table(rootMap(doc, 'takes'), readTake),
    notes: new Table(rootMap(doc, 'notes'), readNotes),
  };
}

/** Opens the tables of a review document. */
export function reviewTables(doc: Y.Doc): ReviewTables {
  return {
    threads: new Table(rootMap(doc, 'threads'), readThread),
    comments: new Table(rootMap(doc, 'comments'), readComment),
    resolutions: new Table(rootMap(doc, 'resolutions'), readResolution),
    approvals: new Table(rootMap(doc, 'approvals'), readApproval),
  };
}

/** The project's meta row. */
export function projectMeta(doc: Y.Doc): MetaRow {
  return readMeta(rootMap(doc, 'meta'));
}

/** Reads the picked Take id of a slot. */
export function readSelection(_slotId: string, value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import {
  type DocumentName,
  formatDocumentName,
  type NotesRow,
  parseDocumentName,
  readApproval,
  readNotes,
  readResolution,
  readRows,
  readThread,
  rootMap,
  writeNotes,
} from '@studio/shared/document';
import { ok } from '@studio/shared/result';
import { countNotes } from '@studio/shared/review';
import type { Logger } from 'pino';
import type * as Y from 'yjs';
import type { Sync } from './createSync.ts';
import { gatherWork } from './gatherWork.ts';

/** What the counter needs. `settleMs` gathers the changes of a burst. */
export interface NotesCounterSettings {
  readonly sync: Pick<Sync, 'onChanged' | 'read' | 'write'>;
  readonly logger: Logger;
  readonly settleMs?: number;
}

/** Keeps the ledger's count of notes equal to what the review documents hold. */
export interface NotesCounter {
  /** Finishes what is pending and stops. */
  stop(): Promise<void>;
}

type ReviewName = Extract<DocumentName, { kind: 'review' }>;

/** Creates the counter and starts following review documents. */
export function createNotesCounter({ sync, logger, settleMs = 300 }: NotesCounterSettings): NotesCounter {
  const work = gatherWork({
    what: 'The count of notes',
    settleMs,
    retryMs: 2000,
    logger,
    work: async (documentName) => {
      const name = parseDocumentName(documentName);
      if (name.ok && name.value.kind === 'review') await count(sync, name.value);
    },
  });
  const unsubscribe = sync.onChanged((document) => {
    if (document.kind === 'review') work.wish(formatDocumentName(document));
  });
  return {
    async stop() {
      unsubscribe();
      await work.stop();
    },
  };
}

async function count(sync: NotesCounterSettings['sync'], name: ReviewName): Promise<void> {
  const counted = await sync.read(name, (review) => readCounts(review, name.subject));
  if (!counted.ok) throw new Error(counted.failure.message);
  const ledger: DocumentName = { kind: 'ledger', projectId: name.projectId };
  const isSame = (doc: Y.Doc) => {
    const stored = readNotes(name.subject, rootMap(doc, 'notes').get(name.subject));
    return JSON.stringify(stored) === JSON.stringify(counted.value);
  };
  // Looked at before: a write copies the ledger.
  const known = await sync.read(ledger, isSame);
  if (known.ok && known.value) return;
  const written = await sync.write(ledger, (doc) => (isSame(doc) ? ok(undefined) : writeNotes(doc, counted.value)));
  if (!written.ok) throw new Error(written.failure.message);
}

function readCounts(review: Y.Doc, subject: string): NotesRow {
  const counts = countNotes({
    threads: readRows(rootMap(review, 'threads'), readThread).values(),
    resolutions: readRows(rootMap(review, 'resolutions'), readResolution),
    approvals: readRows(rootMap(review, 'approvals'), readApproval).values(),
  });
  const { open, resolved, approved, changes } = counts;
  return { id: subject, open, resolved, approved, changes };
}

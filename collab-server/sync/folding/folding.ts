import type { Extension } from '@hocuspocus/server';
import type { Logger } from 'pino';
import type { SyncLimits } from '../limits.ts';
import type { SyncContext } from '../visit.ts';
import { isFoldDue, isFoldDueOnUnload, type Tail } from './foldPolicy.ts';
import type { RunFold } from './foldStored.ts';

/** What folding needs. */
export interface FoldingSettings {
  readonly runFold: RunFold;
  readonly limits: SyncLimits;
  readonly clock: () => number;
  readonly logger: Pick<Logger, 'error'>;
  readonly onFolded: (rows: number) => void;
}

/** Folds a document's journal into its state when it has grown, and when its last reader leaves. */
export interface Folding {
  readonly extension: Extension<SyncContext>;
  /** Starts counting a document that was read with this many rows after a state of this size. */
  start(documentName: string, rows: number, bytes: number, stateBytes: number): void;
  /** Counts rows that were appended. */
  count(documentName: string, rows: number, bytes: number): void;
  /** Folds now; returns the number of rows that went into the state. */
  fold(documentName: string): Promise<number>;
  /** Resolves when no fold is under way. */
  settle(): Promise<void>;
}

/** Creates the folding of journals; one document at a time, so that it never takes more than one document's memory. */
export function createFolding(settings: FoldingSettings): Folding {
  const tails = new Map<string, Tail>();
  const queued = new Set<string>();
  let running: Promise<unknown> = Promise.resolve();

  function enqueue(documentName: string): Promise<unknown> {
    if (queued.has(documentName)) return running;
    queued.add(documentName);
    running = running.then(async () => {
      queued.delete(documentName);
      try {
        await fold(documentName);
      } catch (error) {
        // Nothing is lost: the rows stay, and the next fold takes them.
        settings.logger.error({ err: error, document: documentName }, 'A journal could not be folded');
      }
    });
    return running;
  }

  async function fold(documentName: string): Promise<number> {
    const folded = await settings.runFold(documentName, settings.clock());
    const tail = tails.get(documentName);
    if (tail) {
      // Rows that came during the fold still count.
      const rows = Math.max(0, tail.rows - folded.rows);
      const bytes = Math.max(0, tail.bytes - folded.rowBytes);
      tails.set(documentName, { rows, bytes, stateBytes: folded.stateBytes });
    }
    if (folded.rows > 0) settings.onFolded(folded.rows);
    return folded.rows;
  }

  return {
    start: (documentName, rows, bytes, stateBytes) => void tails.set(documentName, { rows, bytes, stateBytes }),
    count(documentName, rows, bytes) {
      const before = tails.get(documentName) ?? { rows: 0, bytes: 0, stateBytes: 0 };
      const tail: Tail = { ...before, rows: before.rows + rows, bytes: before.bytes + bytes };
      tails.set(documentName, tail);
      if (isFoldDue(tail, settings.limits)) void enqueue(documentName);
    },
    fold,
    settle: async () => void (await running),
    extension: {
      extensionName: 'folding',
      async beforeUnloadDocument({ documentName }) {
        const tail = tails.get(documentName);
        if (tail && isFoldDueOnUnload(tail, settings.limits)) await enqueue(documentName);
      },
      async afterUnloadDocument({ documentName, instance }) {
        if (!instance.documents.has(documentName)) tails.delete(documentName);
      },
    },
  };
}

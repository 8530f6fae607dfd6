import { setTimeout as delay } from 'node:timers/promises';
import { type DocumentName, formatDocumentName } from '@studio/shared/document';
import type { Logger } from 'pino';
import type { FoldedState } from '../storage/postgresJournal.ts';

/** What the states of first opens need. */
export interface OpeningStatesSettings {
  readonly readState: (documentName: string) => Promise<FoldedState | undefined>;
  /** Bytes of the journal that are not in the state. */
  readonly readTailBytes: (documentName: string) => Promise<number>;
  /** Folds a document's journal into its state. */
  readonly fold: (documentName: string) => Promise<unknown>;
  readonly logger: Logger;
  readonly foldWaitMs?: number;
}

/** The states that documents are opened from where nothing of them is there yet. */
export interface OpeningStates {
  /**
   * The folded state of a document, as it lies in the database; undefined while there is none worth fetching. What the
   * journal has beyond it comes over the socket. Rejects when the database cannot be read.
   */
  find(name: DocumentName): Promise<FoldedState | undefined>;
}

/** How long somebody who opens a document that was never folded waits for the fold. */
const FOLD_WAIT_MS = 400;
/** Up to here the socket brings a document as fast as a fetch would. */
const SMALL_BYTES = 64 * 1024;

/** Creates the finding of states; a journal that has grown long beside its state is folded for whoever opens next. */
export function createOpeningStates(settings: OpeningStatesSettings): OpeningStates {
  const folding = new Map<string, Promise<void>>();

  function fold(documentName: string): Promise<void> {
    const underWay = folding.get(documentName);
    if (underWay) return underWay;
    const done = settings
      .fold(documentName)
      .catch((error: unknown) =>
        settings.logger.warn({ err: error, document: documentName }, 'A document could not be folded for its openers'),
      )
      .then(() => void folding.delete(documentName));
    folding.set(documentName, done);
    return done;
  }

  return {
    async find(name) {
      const documentName = formatDocumentName(name);
      const [state, tailBytes] = await Promise.all([
        settings.readState(documentName),
        settings.readTailBytes(documentName),
      ]);
      const isLong = tailBytes > Math.max(SMALL_BYTES, (state?.bytes.length ?? 0) / 2);
      if (!isLong) return state;
      const folded = fold(documentName);
      if (state) return state;
      await Promise.race([folded, delay(settings.foldWaitMs ?? FOLD_WAIT_MS, undefined, { ref: false })]);
      return settings.readState(documentName);
    },
  };
}

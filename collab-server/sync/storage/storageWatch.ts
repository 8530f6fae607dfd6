import type { Logger } from 'pino';
import { UnstorableValue } from '../../storage/journalStore.ts';
import type { JournalWriter } from '../../storage/journalWriter.ts';

/**
 * How storage is: `well`, in `trouble` since an append failed or was not answered, and after a moment of that `failing`,
 * which people are told. Trouble of a moment, such as one lost connection, passes without a word.
 */
export type StorageCondition = 'well' | 'trouble' | 'failing';

/** What watching needs. */
export interface StorageWatchSettings {
  readonly journal: JournalWriter;
  /** Stores something durably and takes it away again; rejects when that does not work. */
  readonly probe: () => Promise<void>;
  readonly clock: () => number;
  readonly logger: Logger;
  /** How long an append or a probe may take. */
  readonly patienceMs: number;
  readonly probeEveryMs: number;
}

/** Watches the journal. */
export interface StorageWatch {
  /** The journal, watched. */
  readonly journal: JournalWriter;
  condition(): StorageCondition;
  /** Calls back whenever the condition is another; returns how to stop. */
  onChange(listener: (condition: StorageCondition) => void): () => void;
  /** Probes no more. */
  stop(): void;
}

// However often the probe was wrong.
const LONGEST_MS = 10_000;

/** Watches how the journal takes edits. It heals with nobody typing: while it is not well, it is probed. */
export function createStorageWatch(settings: StorageWatchSettings): StorageWatch {
  const { logger, patienceMs, probeEveryMs } = settings;
  const listeners = new Set<(condition: StorageCondition) => void>();
  let condition: StorageCondition = 'well';
  let telling: NodeJS.Timeout | undefined;
  let isStopped = false;
  // How often in a row the probe was wrong: it worked and the next append did not.
  let mistakes = 0;
  let hasStored = true;
  const answers = watchAnswers(settings, {
    onStored: () => {
      hasStored = true;
    },
    onTrouble: (error) => startTrouble(error),
  });
  const prober = createProber(settings, answers.areLate, () => endTrouble());

  function change(next: StorageCondition): void {
    condition = next;
    for (const listener of listeners) listener(next);
  }

  function startTrouble(error: unknown): void {
    if (condition !== 'well' || isStopped) return;
    mistakes = hasStored ? 0 : mistakes + 1;
    logger.error({ err: error, code: 'storage.trouble' }, 'The journal does not take edits; they wait');
    change('trouble');
    // What was waited for in vain has used the time up already.
    telling = setTimeout(() => change('failing'), error === undefined ? 0 : patienceMs).unref();
    prober.probeIn(mistakes === 0 ? 0 : Math.min(LONGEST_MS, probeEveryMs * 2 ** mistakes));
  }

  function endTrouble(): void {
    clearTimeout(telling);
    hasStored = false;
    logger.info({ code: 'storage.well' }, 'The journal takes edits again');
    change('well');
  }

  return {
    journal: answers.journal,
    condition: () => condition,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      isStopped = true;
      clearTimeout(telling);
      prober.stop();
    },
  };
}

interface Prober {
  /** Probes after a while, and again until it works. */
  probeIn(delayMs: number): void;
  stop(): void;
}

function createProber(
  { probe, clock, logger, patienceMs, probeEveryMs }: StorageWatchSettings,
  areAnswersLate: () => boolean,
  onWell: () => void,
): Prober {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function isWell(): Promise<boolean> {
    const startedAt = clock();
    try {
      await probe();
      // One that answers late is as good as none to whoever types.
      return clock() - startedAt < patienceMs && !areAnswersLate();
    } catch (error) {
      logger.debug({ err: error }, 'The journal is not well yet');
      return false;
    }
  }

  async function look(): Promise<void> {
    const isOver = await isWell();
    if (isStopped) return;
    if (isOver) onWell();
    else probeIn(probeEveryMs);
  }

  function probeIn(delayMs: number): void {
    timer = setTimeout(() => void look(), delayMs).unref();
  }

  return {
    probeIn,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

interface WatchedAnswers {
  readonly journal: JournalWriter;
  /** True when appends wait and none was answered for longer than anybody should wait. */
  areLate(): boolean;
}

// One timer for all appends: they are answered in the order in which they came.
function watchAnswers(
  { journal, clock, patienceMs }: StorageWatchSettings,
  { onStored, onTrouble }: { readonly onStored: () => void; readonly onTrouble: (error: unknown) => void },
): WatchedAnswers {
  let waiting = 0;
  let answeredAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const lateInMs = () => (waiting === 0 ? patienceMs : answeredAt + patienceMs - clock());

  function look(): void {
    timer = undefined;
    if (waiting === 0) return;
    if (lateInMs() <= 0) onTrouble(undefined);
    timer = setTimeout(look, lateInMs() > 0 ? lateInMs() : patienceMs).unref();
  }

  return {
    areLate: () => lateInMs() <= 0,
    journal: {
      settle: () => journal.settle(),
      async append(entry) {
        if (waiting === 0) answeredAt = clock();
        waiting += 1;
        timer ??= setTimeout(look, patienceMs).unref();
        try {
          await journal.append(entry);
          onStored();
        } catch (error) {
          if (!(error instanceof UnstorableValue)) onTrouble(error);
          throw error;
        } finally {
          waiting -= 1;
          answeredAt = clock();
        }
      },
    },
  };
}

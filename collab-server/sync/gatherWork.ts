import type { Logger } from 'pino';

/** Work by key that is done once for several wishes, one at a time. */
export interface GatheredWork {
  /** Wishes for the work of a key, soon. */
  wish(key: string): void;
  /** Does the work of a key now, after any of the same key that is under way; rejects when it fails. */
  doNow(key: string): Promise<void>;
  /** Does what is wished for, and takes no more wishes. */
  stop(): Promise<void>;
}

/** What gathering needs. Work that fails is tried again after `retryMs`: what it read may not have been there. */
export interface GatherSettings {
  readonly work: (key: string) => Promise<void>;
  readonly settleMs: number;
  readonly retryMs: number;
  readonly logger: Logger;
  readonly what: string;
}

/** Gathers wishes of a moment into one piece of work for each key. */
export function gatherWork({ work, settleMs, retryMs, logger, what }: GatherSettings): GatheredWork {
  const wished = new Set<string>();
  let chain: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function doNow(key: string): Promise<void> {
    const done = chain.then(() => work(key));
    chain = done.catch(() => undefined);
    return done;
  }

  function schedule(delayMs: number): void {
    if (!isStopped) timer ??= setTimeout(() => void doWished(), delayMs);
  }

  async function doWished(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const keys = [...wished];
    wished.clear();
    for (const key of keys) {
      try {
        await doNow(key);
      } catch (error) {
        logger.warn({ err: error, key }, `${what} is behind; trying again`);
        wished.add(key);
      }
    }
    if (wished.size > 0) schedule(retryMs);
  }

  return {
    wish(key) {
      if (isStopped) return;
      wished.add(key);
      schedule(settleMs);
    },
    doNow,
    async stop() {
      isStopped = true;
      await doWished();
      await chain;
    },
  };
}

import type { Logger } from '../logger.ts';

/** A lock that is renewed until it is stopped or lost. */
export interface KeptLock {
  readonly lost: AbortSignal;
  stop(): void;
}

/** How a lock is kept: `renew` answers false when somebody else has it. */
export interface LockKeeping {
  readonly renew: () => Promise<boolean>;
  readonly lockMs: number;
  readonly clock: () => number;
  readonly log: Logger;
}

/**
 * Renews a lock four times in its life. It counts as lost when the backend says so, and when no renewal came through for
 * as long as the lock lasts: a runner that slept must not believe that it still holds the job.
 */
export function keepLock(keeping: LockKeeping): KeptLock {
  const controller = new AbortController();
  let heldUntil = keeping.clock() + keeping.lockMs;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const lose = (why: string) => {
    if (isStopped) return;
    isStopped = true;
    keeping.log.warn({ why }, 'The lock of this job is lost; another runner will finish it');
    controller.abort('lock-lost');
  };
  const renew = async () => {
    const asked = keeping.clock();
    if (asked > heldUntil) return lose('the lock ran out before it was renewed');
    try {
      if (!(await keeping.renew())) return lose('the queue gave the job to another runner');
      heldUntil = asked + keeping.lockMs;
    } catch (error) {
      keeping.log.warn({ error: String(error) }, 'The lock of a job could not be renewed just now');
    }
    if (!isStopped) timer = setTimeout(() => void renew(), keeping.lockMs / 4);
  };
  timer = setTimeout(() => void renew(), keeping.lockMs / 4);
  return {
    lost: controller.signal,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

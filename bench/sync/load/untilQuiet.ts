import { setTimeout as delay } from 'node:timers/promises';

const QUIET_MS = 5000;

/** Waits until nothing is missing, or until nothing more came for five seconds: then the rest is lost. */
export async function untilQuiet(missing: () => number): Promise<void> {
  let left = missing();
  let changedAt = performance.now();
  while (left > 0 && performance.now() - changedAt < QUIET_MS) {
    await delay(5);
    const now = missing();
    if (now !== left) changedAt = performance.now();
    left = now;
  }
}

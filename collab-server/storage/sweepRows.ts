import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from './database.ts';

const DAY_MS = 86_400_000;
/** How long rows that are done with are kept for whoever looks into what happened. */
const KEPT_MS = 30 * DAY_MS;
const EVERY_MS = 3_600_000;

/**
 * Removes rows that nothing asks for any more: sessions and invitations that have ended, and outbox rows handed on long
 * ago. An intent comes into the outbox with its first update alone: by then its document knows it, so it cannot return.
 */
export async function sweepRows(database: Kysely<Database>, now: number): Promise<void> {
  const forgotten = new Date(now - KEPT_MS);
  await database.deleteFrom('sessions').where('expiresAt', '<', new Date(now)).execute();
  await database.deleteFrom('invitations').where('expiresAt', '<', forgotten).execute();
  await database.deleteFrom('outbox').where('handed_at', '<', forgotten).execute();
}

/** What sweeping again and again needs. */
export interface SweepingParts {
  readonly database: Kysely<Database>;
  readonly clock: () => number;
  readonly log: Logger;
}

/** Sweeps now and every hour; returns how to stop. A sweep that fails is made up for by the next. */
export function sweepRegularly({ database, clock, log }: SweepingParts): () => void {
  const sweep = () => {
    sweepRows(database, clock()).catch((error: unknown) =>
      log.warn({ err: error, code: 'storage.sweep' }, 'rows that are done with were not removed just now'),
    );
  };
  sweep();
  const timer = setInterval(sweep, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

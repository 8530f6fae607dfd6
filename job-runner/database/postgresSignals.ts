import { OUTBOX_CHANNEL } from '@studio/shared/jobs';
import pg from 'pg';
import type { Logger } from '../logger.ts';
import type { Signal, Signals } from './signals.ts';

const RUNNER_CHANNEL = 'runner';
const RECONNECT_MS = 1000;

/** Signals between all runners of a studio, over PostgreSQL. */
export class PostgresSignals implements Signals {
  readonly #url: string;
  readonly #pool: pg.Pool;
  readonly #log: Logger;
  readonly #listeners = new Set<(signal: Signal) => void>();
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(url: string, pool: pg.Pool, log: Logger) {
    this.#url = url;
    this.#pool = pool;
    this.#log = log;
  }

  /** Begins to listen; a lost connection is made again. */
  async open(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, keepAlive: true });
    client.on('error', () => this.#reopen(client));
    client.on('end', () => this.#reopen(client));
    client.on('notification', (message) => this.#hear(message));
    this.#client = client;
    try {
      await client.connect();
      await client.query(`listen ${OUTBOX_CHANNEL}`);
      await client.query(`listen ${RUNNER_CHANNEL}`);
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'Signals are not heard just now; polling goes on');
      this.#reopen(client);
    }
  }

  subscribe(listener: (signal: Signal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async send(signal: Signal): Promise<void> {
    await this.#pool.query('select pg_notify($1, $2)', [RUNNER_CHANNEL, `${signal.kind} ${signal.intentId}`.trim()]);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#listeners.clear();
    await this.#client?.end();
  }

  #hear({ channel, payload = '' }: pg.Notification): void {
    const [kind, intentId = ''] = channel === OUTBOX_CHANNEL ? ['outbox'] : payload.split(' ');
    if (kind !== 'outbox' && kind !== 'work' && kind !== 'cancel') return;
    for (const listener of this.#listeners) listener({ kind, intentId });
  }

  #reopen(client: pg.Client): void {
    if (this.#isClosed || this.#client !== client) return;
    this.#client = undefined;
    this.#retry = setTimeout(() => void this.open(), RECONNECT_MS);
  }
}

import pg from 'pg';

/**
 * Keeps two runners from giving one worker work at the same time: a lease is a session lock of PostgreSQL, so it ends
 * with the runner that holds it, however that dies. Without a connection there are no leases and no new work.
 */
export class WorkerLeases {
  readonly #url: string;
  #client: Promise<pg.Client> | undefined;
  #lastQuery: Promise<unknown> = Promise.resolve();

  constructor(url: string) {
    this.#url = url;
  }

  /** Takes the lease of a worker; false when another runner has it. */
  async take(workerUrl: string): Promise<boolean> {
    // One connection for all, also for those who ask while it is being made: only the session that took a lease can give it back.
    this.#client ??= this.#connect();
    const rows = await this.#query(await this.#client, 'pg_try_advisory_lock', workerUrl);
    return rows[0]?.answer ?? false;
  }

  /** Gives the lease back; without a connection there is none to give. */
  async release(workerUrl: string): Promise<void> {
    const client = await this.#client;
    if (client) await this.#query(client, 'pg_advisory_unlock', workerUrl);
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await (await client)?.end();
  }

  /** One query after the other: a connection takes no second one meanwhile. */
  #query(
    client: pg.Client,
    lock: 'pg_try_advisory_lock' | 'pg_advisory_unlock',
    workerUrl: string,
  ): Promise<{ answer: boolean }[]> {
    const ask = () =>
      client.query<{ answer: boolean }>(`select ${lock}(hashtext($1), hashtext($2)) as answer`, [
        'production-canvas/worker',
        workerUrl,
      ]);
    const answer = this.#lastQuery.then(ask, ask);
    this.#lastQuery = answer;
    return answer.then(({ rows }) => rows);
  }

  #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url, keepAlive: true });
    const connecting = client.connect().then(() => client);
    const forget = () => {
      if (this.#client === connecting) this.#client = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    connecting.catch(forget);
    return connecting;
  }
}

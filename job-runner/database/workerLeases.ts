import pg from 'pg';

/**
 * Keeps two runners from giving one worker work at the same time: a lease is a session lock of PostgreSQL, so it ends
 * with the runner that holds it, however that dies. Without a connection there are no leases and no new work.
 */
export class WorkerLeases {
  readonly #url: string;
  #client: pg.Client | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Takes the lease of a worker; false when another runner has it. */
  async take(workerUrl: string): Promise<boolean> {
    const client = await this.#connect();
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtext($1), hashtext($2)) as taken',
      ['production-canvas/worker', workerUrl],
    );
    return rows[0]?.taken ?? false;
  }

  /** Gives the lease back; without a connection there is none to give. */
  async release(workerUrl: string): Promise<void> {
    await this.#client?.query('select pg_advisory_unlock(hashtext($1), hashtext($2))', [
      'production-canvas/worker',
      workerUrl,
    ]);
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  async #connect(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client({ connectionString: this.#url, keepAlive: true });
    const forget = () => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    await client.connect();
    this.#client = client;
    return client;
  }
}

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { AccessChange } from '../sync/ports.ts';

/** Tells every server that somebody's access changed. */
export interface AccessChanges {
  /** Call after the change is stored: listeners of this server hear it at once, other servers by PostgreSQL. */
  announce(change: AccessChange): Promise<void>;
  /** Calls back for changes announced by any server; returns how to stop. */
  onChange(listener: (change: AccessChange) => void): () => void;
  close(): Promise<void>;
}

/** What `listenForAccessChanges` needs. `onError` hears of a lost connection; it is made again by itself. */
export interface AccessChangesParts {
  readonly pool: pg.Pool;
  readonly databaseUrl: string;
  readonly onError: (error: Error) => void;
  readonly retryMs?: number;
}

const CHANNEL = 'access';

/** Connects to PostgreSQL's NOTIFY channel `access` with a connection of its own and keeps it connected. */
export async function listenForAccessChanges(parts: AccessChangesParts): Promise<AccessChanges> {
  const serverId = randomUUID();
  const listeners = new Set<(change: AccessChange) => void>();
  const tell = (change: AccessChange) => {
    for (const listener of listeners) listener(change);
  };
  const connection = keepListening(parts, (payload) => {
    const { from, ...change } = JSON.parse(payload) as AccessChange & { from: string };
    if (from !== serverId) tell(change);
  });
  // Whatever was announced while the connection was lost was missed: everybody is asked again.
  connection.onReconnected = () => tell({});
  await connection.connected;
  return {
    async announce(change) {
      tell(change);
      await parts.pool.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify({ ...change, from: serverId })]);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => connection.close(),
  };
}

interface ListeningConnection {
  readonly connected: Promise<void>;
  onReconnected: () => void;
  close(): Promise<void>;
}

function keepListening(parts: AccessChangesParts, onPayload: (payload: string) => void): ListeningConnection {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const connection: ListeningConnection = {
    connected: connect(),
    onReconnected: () => undefined,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: parts.databaseUrl, keepAlive: true });
    next.on('notification', (notification) => onPayload(notification.payload ?? '{}'));
    // Not once: a connection that is cut may say so twice, and an error that nobody hears ends the process.
    next.on('error', (error: Error) => retry(next, error));
    next.once('end', () => retry(next, new Error('The connection for access changes ended.')));
    client = next;
    await next.connect();
    await next.query(`listen ${CHANNEL}`);
  }
  function retry(lost: pg.Client, error: Error): void {
    if (isClosed || client !== lost) return;
    client = undefined;
    parts.onError(error);
    timer = setTimeout(() => {
      connect().then(
        () => connection.onReconnected(),
        (reason: unknown) => {
          const failed = client;
          if (failed) retry(failed, reason instanceof Error ? reason : new Error(String(reason)));
        },
      );
    }, parts.retryMs ?? 1000);
  }
  return connection;
}

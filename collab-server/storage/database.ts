import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { AccountTables } from './accountTables.ts';
import type { JournalTables } from './journalTables.ts';
import type { ProjectTables } from './projectTables.ts';

/** Every table of the server's schema; one file a group of tables. */
export interface Database extends AccountTables, ProjectTables, JournalTables {}

/** The database as parts of the server are handed it: typed queries, and the pool for sessions of its own (LISTEN). */
export interface OpenDatabase {
  readonly kysely: Kysely<Database>;
  readonly pool: pg.Pool;
  /** Ends every connection, after the queries under way. */
  close(): Promise<void>;
}

/** How a pool is opened. `onIdleError` hears of a connection that broke while nobody used it. */
export interface DatabaseSettings {
  readonly url: string;
  readonly maxConnections?: number;
  /** How long one query may take. More fails it and ends its connection, which may be one that will never answer. */
  readonly queryTimeoutMs?: number;
  readonly onIdleError?: (error: Error) => void;
}

/** Opens a pool of connections to PostgreSQL; the first query connects. int8 arrives as number, timestamptz as Date. */
export function openDatabase(settings: DatabaseSettings): OpenDatabase {
  const types = new pg.TypeOverrides();
  // Counts, sizes and journal ids stay far below 2^53; text for them would break every comparison.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.maxConnections ?? 20,
    connectionTimeoutMillis: 10_000,
    ...(settings.queryTimeoutMs !== undefined && { query_timeout: settings.queryTimeoutMs }),
    types,
  });
  // Without listeners a restart of the database would end this process: the pool listens to connections that nobody has
  // taken, a query to its own; between two statements of a transaction nobody does.
  pool.on('error', (error) => settings.onIdleError?.(error));
  pool.on('connect', (client) => client.on('error', (error) => settings.onIdleError?.(error)));
  const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  async function close(): Promise<void> {
    await kysely.destroy();
    // Kysely leaves a pool alone that no query of its own has used.
    if (!pool.ended) await pool.end();
  }
  return { kysely, pool, close };
}

/** Throws, naming the setting, when no database lets us in at its address. */
export async function requireDatabase({ pool }: OpenDatabase): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (error) {
    const why = error instanceof Error ? error.message || error.name : String(error);
    const advice = 'Start PostgreSQL there, or correct the address.';
    throw new Error(`DATABASE_URL leads to no database that lets us in (${why}). ${advice}`, { cause: error });
  }
}

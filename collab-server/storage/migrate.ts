import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';
import { m0001Accounts } from './migrations/m0001Accounts.ts';
import { m0002Projects } from './migrations/m0002Projects.ts';
import { m0003Journal } from './migrations/m0003Journal.ts';
import { m0004CompressedStates } from './migrations/m0004CompressedStates.ts';

/** One step of the schema, named and kept for ever; it runs once, and its statements run together or not at all. */
export interface SchemaMigration {
  readonly name: string;
  readonly statements: readonly string[];
}

const MIGRATIONS: readonly SchemaMigration[] = [m0001Accounts, m0002Projects, m0003Journal, m0004CompressedStates];

// Any number, the same in every server: the key of the lock under which one of them migrates.
const LOCK_KEY = 7_203_114;

/**
 * Brings the schema up to date and returns the names of the steps that ran. Safe when several servers start at once: one
 * of them does it, the others wait. Throws when the database was migrated by a newer version of the server.
 */
export async function migrate(database: Kysely<Database>): Promise<readonly string[]> {
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${LOCK_KEY})`.execute(transaction);
    await sql`create table if not exists schema_migrations (
      name text primary key, ran_at timestamptz not null default current_timestamp)`.execute(transaction);
    const ran = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(transaction);
    const done = new Set(ran.rows.map((row) => row.name));
    const unknown = [...done].filter((name) => !MIGRATIONS.some((migration) => migration.name === name));
    if (unknown.length > 0) {
      throw new Error(`The database was written by a newer version (${unknown.join(', ')}). Update this server.`);
    }
    const due = MIGRATIONS.filter((migration) => !done.has(migration.name));
    for (const migration of due) {
      for (const statement of migration.statements) await sql.raw(statement).execute(transaction);
      await sql`insert into schema_migrations (name) values (${migration.name})`.execute(transaction);
    }
    return due.map((migration) => migration.name);
  });
}

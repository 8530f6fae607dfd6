import type pg from 'pg';
import { RUNNER_MIGRATIONS, type RunnerMigration } from './runnerMigrations.ts';

const LOCK = 'production-canvas/runner-schema';

/** Brings the schema `runner` up to date; runners that start together wait for the first. Returns the steps that ran. */
export async function migrateRunner(
  pool: pg.Pool,
  migrations: readonly RunnerMigration[] = RUNNER_MIGRATIONS,
): Promise<readonly string[]> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [LOCK]);
    await client.query('create schema if not exists runner');
    await client.query('create table if not exists runner.migrations (name text primary key, ran_at timestamptz)');
    const { rows } = await client.query<{ name: string }>('select name from runner.migrations');
    const done = new Set(rows.map((row) => row.name));
    const due = migrations.filter((migration) => !done.has(migration.name));
    for (const migration of due) {
      for (const statement of migration.statements) await client.query(statement);
      await client.query('insert into runner.migrations values ($1, now())', [migration.name]);
    }
    await client.query('commit');
    return due.map((migration) => migration.name);
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

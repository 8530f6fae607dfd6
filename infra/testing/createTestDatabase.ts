import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
// Its declaration of the address that the run provides is needed wherever this file is.
import type {} from './testServices.ts';

/** A database of its own for one test file. */
export interface TestDatabase {
  readonly url: string;
  /** Removes the database; connections that are still open are cut. */
  drop(): Promise<void>;
}

/** A database prepared once per run and copied for each file; see `createTestDatabase`. */
export interface DatabaseTemplate {
  /** Names the template within a run: lower-case letters and underscores. */
  readonly name: string;
  /** Fills the template, such as by running migrations; must close its connections. */
  prepare(url: string): Promise<void>;
}

async function adminUrl(): Promise<string> {
  const response = await fetch(inject('testServicesUrl'));
  const body = await response.text();
  if (!response.ok) throw new Error(`The test PostgreSQL did not start: ${body}`);
  return body;
}

async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}

async function ensureTemplate(client: pg.Client, url: string, template: DatabaseTemplate): Promise<string> {
  const name = `template_${template.name}`;
  // Files run in several processes; the first prepares, the others wait for it.
  await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (found.rowCount === 0) {
    await client.query(`CREATE DATABASE "${name}_making"`);
    await template.prepare(withDatabase(url, `${name}_making`));
    await client.query(`ALTER DATABASE "${name}_making" RENAME TO "${name}"`);
  }
  return name;
}

/** Connections that are just closing get a moment: cut off, they would end the test's process with an error of nobody's. */
async function untilLeft(client: pg.Client, database: string): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const open = await client.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [database]);
    if (open.rowCount === 0) return;
    await delay(20);
  }
}

/** Creates a fresh database on the run's PostgreSQL: empty, or a copy of `template`. Only in vitest. */
export async function createTestDatabase(template?: DatabaseTemplate): Promise<TestDatabase> {
  const url = await adminUrl();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(url, async (client) => {
    const source = template ? await ensureTemplate(client, url, template) : 'template0';
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${source}" STRATEGY file_copy`);
  });
  return {
    url: withDatabase(url, name),
    drop: () =>
      asAdmin(url, async (client) => {
        await untilLeft(client, name);
        await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      }),
  };
}

import type * as Y from 'yjs';
import { fail, ok, type Result } from '../result.ts';
import { MIGRATION } from './origins.ts';
import { readCount } from './fieldReaders.ts';
import { rootMap, SCHEMA_VERSION } from './roots.ts';

/** One step of the schema, named and kept for ever. `up` runs once, before any client joins. */
export interface Migration {
  readonly toVersion: number;
  readonly name: string;
  readonly up: (doc: Y.Doc) => void;
}

/** The steps from version 1 on, in order. Version 1 is the first; there is nothing before it. */
export const MIGRATIONS: readonly Migration[] = [];

/**
 * Brings a project document to `SCHEMA_VERSION`; returns the names of the steps that ran. A document of a newer schema
 * is refused as `too-new` and left untouched.
 */
export function migrate(
  doc: Y.Doc,
  migrations: readonly Migration[] = MIGRATIONS,
  target = SCHEMA_VERSION,
): Result<readonly string[], 'too-new'> {
  const meta = rootMap(doc, 'meta');
  const version = readCount(meta, 'schemaVersion', 1, 1);
  if (version > target) {
    return fail(
      'too-new',
      `This project was written by a newer version (schema ${version}; this one knows ${target}). Update, then open it again.`,
    );
  }
  const due = migrations.filter((migration) => migration.toVersion > version && migration.toVersion <= target);
  if (due.length === 0) return ok([]);
  doc.transact(() => {
    for (const migration of due) migration.up(doc);
    meta.set('schemaVersion', target);
  }, MIGRATION);
  return ok(due.map((migration) => migration.name));
}

import { readRows, readTake, rootMap, type TakeRow } from '@studio/shared/document';
import type * as Y from 'yjs';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { ServerWrites } from '../sync/serverWrites.ts';

/** What reading a project needs. */
export interface ProjectReading {
  readonly database: Kysely<Database>;
  readonly writes: Pick<ServerWrites, 'read'>;
}

/** Hands a project's document and Takes to `look` as they are now; undefined when there is no such project. Throws when they cannot be read. */
export async function readProject<Value>(
  { database, writes }: ProjectReading,
  projectId: string,
  look: (project: Y.Doc, takes: readonly TakeRow[]) => Value,
): Promise<Value | undefined> {
  const row = await database.selectFrom('projects').select('id').where('id', '=', projectId).executeTakeFirst();
  if (!row) return undefined;
  const takes = await writes.read({ kind: 'ledger', projectId }, (ledger) => [
    ...readRows(rootMap(ledger, 'takes'), readTake).values(),
  ]);
  if (!takes.ok) throw new Error(takes.failure.message);
  const looked = await writes.read({ kind: 'project', projectId }, (project) => look(project, takes.value));
  if (!looked.ok) throw new Error(looked.failure.message);
  return looked.value;
}

import { readRows, readTake, rootMap, type TakeRow } from '@studio/shared/document';
import { fail, type Result } from '@studio/shared/result';
import type { Kysely } from 'kysely';
import type * as Y from 'yjs';
import type { Database } from '../storage/database.ts';
import type { ServerWrites } from '../sync/serverWrites.ts';

/** What reading a project needs. */
export interface ProjectReading {
  readonly database: Kysely<Database>;
  readonly writes: Pick<ServerWrites, 'read'>;
}

/** Why a project could not be read. */
export type ReadFailure = 'no-project' | 'load-failed';

/** Hands a project's document and Takes to `look` as they are now. */
export async function readProject<Value>(
  { database, writes }: ProjectReading,
  projectId: string,
  look: (project: Y.Doc, takes: readonly TakeRow[]) => Value,
): Promise<Result<Value, ReadFailure>> {
  const row = await database.selectFrom('projects').select('id').where('id', '=', projectId).executeTakeFirst();
  if (!row) return fail('no-project', 'This project is not here any more.');
  const takes = await writes.read({ kind: 'ledger', projectId }, (ledger) => [
    ...readRows(rootMap(ledger, 'takes'), readTake).values(),
  ]);
  return takes.ok ? writes.read({ kind: 'project', projectId }, (project) => look(project, takes.value)) : takes;
}

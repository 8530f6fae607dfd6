import type { ApiKey, ProblemCode } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { AccessChanges } from './accessChanges.ts';
import type { Auth } from './createAuth.ts';

/** What API keys need. */
export interface ApiKeyParts {
  readonly database: Kysely<Database>;
  readonly auth: Auth;
  readonly accessChanges: AccessChanges;
}

const MAX_KEYS = 50;

/** Makes a key that acts as its person; `secret` is told here and never again. */
export async function makeApiKey(
  parts: ApiKeyParts,
  personId: string,
  name: string,
): Promise<Result<ApiKey, ProblemCode>> {
  const keys = await listApiKeys(parts, personId);
  if (keys.length >= MAX_KEYS) return fail('conflict', `You have ${MAX_KEYS} keys, the most there can be. Remove one.`);
  const made = await parts.auth.api.createApiKey({ body: { name, userId: personId, prefix: 'studio_' } });
  return ok({ id: made.id, name, start: made.start ?? '', createdAt: made.createdAt.getTime(), secret: made.key });
}

/** The keys of a person, the newest first, without their secrets. */
export async function listApiKeys(parts: Pick<ApiKeyParts, 'database'>, personId: string): Promise<ApiKey[]> {
  const rows = await parts.database
    .selectFrom('api_keys')
    .select(['id', 'name', 'start', 'createdAt'])
    .where('referenceId', '=', personId)
    .orderBy('createdAt', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name ?? '',
    start: row.start ?? '',
    createdAt: row.createdAt.getTime(),
  }));
}

/** Ends a key of a person. */
export async function removeApiKey(
  parts: ApiKeyParts,
  personId: string,
  keyId: string,
): Promise<Result<null, ProblemCode>> {
  const [removed] = await parts.database
    .deleteFrom('api_keys')
    .where('id', '=', keyId)
    .where('referenceId', '=', personId)
    .execute();
  if (removed?.numDeletedRows !== 1n) return fail('not-found', 'You have no such key.');
  await parts.accessChanges.announce({ personId });
  return ok(null);
}

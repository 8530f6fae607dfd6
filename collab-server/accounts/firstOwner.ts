import { randomUUID } from 'node:crypto';
import type { ProblemCode } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { Auth } from './createAuth.ts';
import { hashPassword, makeAccount } from './makeAccount.ts';
import { hashSecret, makeSecret } from './secrets.ts';
import { readStudio } from './studio.ts';

const TOKEN_DAYS = 7;
const LOCK_KEY = 7_203_115;
const WRONG_TOKEN = 'This setup link is not valid. Open the link that the studio printed when it started.';

/** What the first owner enters. */
export interface FirstOwner {
  readonly token: string;
  readonly studioName?: string | undefined;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Makes a one-time token for the first owner; undefined when there is an owner. Tokens of other servers that started at
 * the same time stay valid, since any of their links may be the one that is opened.
 */
export async function makeSetupToken(database: Kysely<Database>, at: Date): Promise<string | undefined> {
  if (await readStudio(database)) return undefined;
  const token = makeSecret();
  const oldest = new Date(at.getTime() - TOKEN_DAYS * 86_400_000);
  await database.deleteFrom('setup_tokens').where('made_at', '<', oldest).execute();
  await database
    .insertInto('setup_tokens')
    .values({ token_hash: hashSecret(token), made_at: at })
    .execute();
  return token;
}

/** Makes the studio and its first owner by the token, once. */
export async function makeFirstOwner(
  parts: { readonly database: Kysely<Database>; readonly auth: Auth },
  owner: FirstOwner,
  at: Date,
): Promise<Result<{ personId: string }, ProblemCode>> {
  const passwordHash = await hashPassword(parts.auth, owner.password);
  return parts.database.transaction().execute(async (transaction) => {
    // Of two requests at once, on whatever servers, the second waits here and then finds the studio made.
    await sql`select pg_advisory_xact_lock(${LOCK_KEY})`.execute(transaction);
    if (await readStudio(transaction)) {
      return fail('gone', 'This studio has its owner already. Sign in, or ask the owner for an invitation.', 'token');
    }
    const tokens = await transaction
      .deleteFrom('setup_tokens')
      .where('token_hash', '=', hashSecret(owner.token))
      .execute();
    if (tokens[0]?.numDeletedRows !== 1n) return fail('forbidden', WRONG_TOKEN, 'token');
    const studioId = randomUUID();
    const name = owner.studioName ?? `${owner.name}’s studio`;
    await transaction
      .insertInto('studios')
      .values({ id: studioId, name, slug: 'studio', logo: null, metadata: null, createdAt: at })
      .execute();
    const personId = await makeAccount(transaction, { ...owner, studioId, passwordHash, role: 'owner', at });
    return ok({ personId });
  });
}

import type { IncomingHttpHeaders } from 'node:http';
import type { GuestPass, Person } from '@studio/shared/api';
import { fromNodeHeaders } from 'better-auth/node';
import type { Kysely } from 'kysely';
import { findGuests } from '../projects/guests.ts';
import type { Database } from '../storage/database.ts';
import type { Auth } from './createAuth.ts';
import { readCookie } from './readCookie.ts';
import { isSameSecret } from './secrets.ts';
import { findPerson } from './studio.ts';

/** The cookie that a guest's passes are kept in, one for each link that they entered. */
export const GUEST_COOKIE = 'studio_guest';
/** What stands between passes; no pass holds it. */
const BETWEEN_PASSES = '.';
const MAX_PASSES = 20;

/** A person of the studio who asks. `sessionId` is that of the session, or of the API key. */
export interface CallingPerson {
  readonly person: Person;
  readonly sessionId: string;
}

/** Finds out who asks, by cookies, keys and passes. */
export interface Callers {
  /** Our own processes, by the service key as bearer token or as `token`. */
  isService(headers: IncomingHttpHeaders, token?: string): boolean;
  /** A person by API key (`token` or header `x-api-key`) or else by session cookie. Rejects when that cannot be found out. */
  findPerson(headers: IncomingHttpHeaders, token?: string): Promise<CallingPerson | undefined>;
  /** Whether a session, or API key, by which a person was found, still lets them in. */
  isSessionAlive(sessionId: string, personId: string): Promise<boolean>;
  /** Who asks as a guest, by the passes in their cookie: one for each link that is open, the last entered first. */
  findGuests(headers: IncomingHttpHeaders): Promise<readonly GuestPass[]>;
}

/** What finding out needs. */
export interface CallerParts {
  readonly database: Kysely<Database>;
  readonly auth: Auth;
  readonly serviceKey: string;
  readonly clock: () => number;
}

/** Finds out who asks from the database and better-auth. */
export function createCallers(parts: CallerParts): Callers {
  const { database, auth } = parts;
  async function present(userId: string, sessionId: string): Promise<CallingPerson | undefined> {
    const person = await findPerson(database, userId);
    return person && { person, sessionId };
  }
  return {
    isService(headers, token) {
      const shown = token ?? /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
      return shown !== undefined && shown !== '' && isSameSecret(shown, parts.serviceKey);
    },
    async findPerson(headers, token) {
      const header = headers['x-api-key'];
      const key = token || (typeof header === 'string' ? header : undefined);
      if (key) {
        const verified = await auth.api.verifyApiKey({ body: { key } });
        if (verified.valid && verified.key) return present(verified.key.referenceId, verified.key.id);
        return noCaller(database);
      }
      if (!headers.cookie) return undefined;
      // Not renewed here: a renewal must reach the browser as a cookie, which the session route sends.
      const query = { disableRefresh: true };
      const found = await auth.api.getSession({ headers: fromNodeHeaders(headers), query });
      return found ? present(found.user.id, found.session.id) : noCaller(database);
    },
    isSessionAlive: (sessionId, personId) => isSessionAlive(parts, sessionId, personId),
    findGuests: (headers) => findGuests(database, readPasses(headers), new Date(parts.clock())),
  };
}

// better-auth also says no when it could not ask. Only a database that answers makes it an answer: whoever is told
// “signed out” while it is down would stay out.
async function noCaller(database: Kysely<Database>): Promise<undefined> {
  await database.selectFrom('sessions').select('id').limit(1).execute();
}

/** The passes of a guest's cookie, the newest first. */
export function readPasses(headers: IncomingHttpHeaders): readonly string[] {
  const passes = readCookie(headers.cookie, GUEST_COOKIE)?.split(BETWEEN_PASSES) ?? [];
  return passes.filter((pass) => pass !== '').slice(0, MAX_PASSES);
}

/** Passes as the cookie holds them; the oldest are left out where they are too many. */
export function writePasses(passes: readonly string[]): string {
  return passes.slice(0, MAX_PASSES).join(BETWEEN_PASSES);
}

async function isSessionAlive({ database, clock }: CallerParts, sessionId: string, personId: string): Promise<boolean> {
  const session = await database
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .where('userId', '=', personId)
    .where('expiresAt', '>', new Date(clock()))
    .executeTakeFirst();
  if (session) return true;
  const key = await database
    .selectFrom('api_keys')
    .select('id')
    .where('id', '=', sessionId)
    .where('referenceId', '=', personId)
    .where('enabled', '=', true)
    .where((where) => where.or([where('expiresAt', 'is', null), where('expiresAt', '>', new Date(clock()))]))
    .executeTakeFirst();
  return key !== undefined;
}

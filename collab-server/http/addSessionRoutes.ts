import { APIError } from 'better-auth/api';
import { fromNodeHeaders } from 'better-auth/node';
import { personSchema, sessionSchema, setupBodySchema } from '@studio/shared/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { makeFirstOwner } from '../accounts/firstOwner.ts';
import { findPerson, readStudio } from '../accounts/studio.ts';
import { readRunners, workersOf } from '../storage/runnerStatus.ts';
import type { App, HttpParts } from './httpParts.ts';
import { NO_CONTENT, PROBLEMS } from './problems.ts';
import { addressOf, createRateLimiter, limitRate } from './rateLimiter.ts';
import { orRefuse, refuse } from './refusal.ts';

const MINUTE_MS = 60_000;
const credentials = z.object({
  email: z.string().trim().min(1, 'must not be empty').max(320),
  password: z.string().min(1, 'must not be empty').max(1024),
});
const signedIn = z.object({ person: personSchema });

/** Who asks, the first owner, signing in and out. */
export function addSessionRoutes(app: App, parts: HttpParts): void {
  // Hashing a password takes a quarter of a second of a core, so the address is limited besides the account.
  const byAddress = createRateLimiter(30, MINUTE_MS, parts.clock);
  const byAccount = createRateLimiter(10, 10 * MINUTE_MS, parts.clock);
  const setups = createRateLimiter(10, MINUTE_MS, parts.clock);
  addSession(app, parts);
  app.post(
    '/api/v1/setup',
    { schema: { body: setupBodySchema, response: { 200: signedIn, ...PROBLEMS } } },
    async (request, reply) => {
      limitRate(setups, addressOf(request));
      const { email, password } = request.body;
      orRefuse(await makeFirstOwner(parts, request.body, new Date(parts.clock())));
      return signIn(parts, request, reply, { email, password });
    },
  );
  app.post(
    '/api/auth/sign-in/email',
    { schema: { body: credentials, response: { 200: signedIn, ...PROBLEMS } } },
    async (request, reply) => {
      const account = request.body.email.toLowerCase();
      limitRate(byAddress, addressOf(request));
      limitRate(byAccount, account);
      const answer = await signIn(parts, request, reply, request.body);
      byAccount.forgive(account);
      return answer;
    },
  );
  app.post('/api/auth/sign-out', { schema: { response: NO_CONTENT } }, async (request, reply) => {
    const caller = await parts.callers.findPerson(request.headers);
    const { headers } = await parts.auth.api.signOut({
      headers: fromNodeHeaders(request.headers),
      returnHeaders: true,
    });
    for (const cookie of headers.getSetCookie()) reply.header('set-cookie', cookie);
    if (caller) await parts.accessChanges.announce({ personId: caller.person.id });
    return reply.code(204).send(null);
  });
}

function addSession(app: App, parts: HttpParts): void {
  app.get('/api/v1/session', { schema: { response: { 200: sessionSchema, ...PROBLEMS } } }, async (request, reply) => {
    if (request.headers.cookie !== undefined) await renewCookie(parts, request, reply);
    const [studio, caller, runners] = await Promise.all([
      readStudio(parts.database),
      parts.callers.findPerson(request.headers),
      readRunners(parts.database, parts.clock()),
    ]);
    const workers = workersOf(runners);
    return {
      person: caller?.person ?? null,
      needsSetup: studio === undefined,
      studioName: studio?.name ?? '',
      areWorkersSimulated: workers.length > 0 && workers.every((worker) => worker.isSimulated),
    };
  });
}

/** Pages ask for the session when they open: whoever comes often enough is never signed out. */
async function renewCookie(parts: HttpParts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { headers } = await parts.auth.api.getSession({
    headers: fromNodeHeaders(request.headers),
    returnHeaders: true,
  });
  for (const cookie of headers.getSetCookie()) reply.header('set-cookie', cookie);
}

/** Signs somebody in and sets their session cookie; refuses a wrong pair without saying which of the two is wrong. */
export async function signIn(
  parts: HttpParts,
  request: FastifyRequest,
  reply: FastifyReply,
  body: { readonly email: string; readonly password: string },
): Promise<z.infer<typeof signedIn>> {
  const headers = fromNodeHeaders(request.headers);
  try {
    const answer = await parts.auth.api.signInEmail({ body, headers, returnHeaders: true });
    const person = await findPerson(parts.database, answer.response.user.id);
    if (!person) return refuse('forbidden', 'This account is not part of the studio. Ask an admin for an invitation.');
    for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie);
    return { person };
  } catch (error) {
    if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
    return refuse('signed-out', 'E-mail or password is wrong. Check both; an admin of the studio can invite you anew.');
  }
}

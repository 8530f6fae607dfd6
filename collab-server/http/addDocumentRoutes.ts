import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { CloseReason } from '@studio/shared/access';
import { documentStateParamsSchema, type ProblemCode, STATE_TYPES, type StateFormat } from '@studio/shared/api';
import type { DocumentName } from '@studio/shared/document';
import type { Failure } from '@studio/shared/result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FoldedState } from '../storage/postgresJournal.ts';
import { openState } from '../storage/stateEncoding.ts';
import type { App, HttpParts } from './httpParts.ts';
import { NO_PROJECT } from './policies.ts';
import { Refusal, refuse } from './refusal.ts';

const compress = promisify(gzip);

const UNREADABLE = 'The project could not be read just now. Nothing is lost; try again in a moment.';
const RETRY_SECONDS = 2;
// Kept by the browser of one person, and asked for anew each time: a role may have gone, a fold may have come.
const CACHE = 'private, no-cache';

const DESCRIPTION =
  'The state of a document as it was last folded, a Yjs update: the fast way to a first copy. What changed since comes ' +
  'over the socket. 204 while there is nothing worth fetching; 304 for the version of `if-none-match`.';

/** `/projects/:projectId/documents/:kind/state`: the stored state of a document, to whoever may read it on the socket. */
export function addDocumentRoutes(app: App, parts: HttpParts): void {
  app.get(
    '/api/v1/projects/:projectId/documents/:kind/state',
    { schema: { params: documentStateParamsSchema, description: DESCRIPTION } },
    async (request, reply) => {
      const state = await orUnavailable(parts, () => findState(parts, request, request.params));
      reply.headers({ 'cache-control': CACHE, vary: 'Cookie, Accept-Encoding' });
      if (!state) return reply.code(204).send();
      const etag = `"${state.version}"`;
      reply.header('etag', etag);
      if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
      return sendState(request, reply, state);
    },
  );
}

async function findState(
  parts: HttpParts,
  { headers }: FastifyRequest,
  name: DocumentName,
): Promise<FoldedState | undefined> {
  const identified = await parts.desk.identify(headers, '', name);
  if (!identified.ok) return refuseAs(identified.failure);
  const authorised = await parts.desk.authorise(identified.value, name);
  if (!authorised.ok) return refuseAs(authorised.failure);
  return parts.openingStates.find(name);
}

const CODES: { readonly [reason in CloseReason]?: ProblemCode } = {
  'signed-out': 'signed-out',
  'link-ended': 'signed-out',
  archived: 'conflict',
};

function refuseAs({ reason, message }: Failure<CloseReason>): never {
  const code = CODES[reason];
  // Whether a project exists is not told to whoever may not enter it.
  return code ? refuse(code, message) : refuse('not-found', NO_PROJECT);
}

/** Whoever is told “unavailable” tries again; a refusal would read as lost access, and nothing as an empty document. */
async function orUnavailable<Value>(parts: HttpParts, find: () => Promise<Value>): Promise<Value> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    parts.log.warn({ err: error, code: 'document.unreadable' }, 'the state of a document could not be read');
    throw new Refusal({ reason: 'unavailable', message: UNREADABLE }, RETRY_SECONDS);
  }
}

async function sendState(request: FastifyRequest, reply: FastifyReply, state: FoldedState): Promise<FastifyReply> {
  const isPacked = state.encoding === 'v2-brotli';
  const format: StateFormat = isPacked ? 'v2' : 'v1';
  reply.type(STATE_TYPES[format]);
  const accepted = request.headers['accept-encoding'] ?? '';
  // As it lies in the database, for every browser that came over https or to this machine.
  if (isPacked && /\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(Buffer.from(state.bytes));
  const opened = await openState(state.bytes, state.encoding);
  const update = Buffer.from(opened.update);
  // Over plain http browsers take no brotli. Off the event loop, like the opening before it.
  if (!/\bgzip\b/.test(accepted)) return reply.send(update);
  return reply.header('content-encoding', 'gzip').send(await compress(update));
}

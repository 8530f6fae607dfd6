import {
  enterShareBodySchema,
  guestSchema,
  idSchema,
  shareDoorSchema,
  shareLinkBodySchema,
  shareLinkSchema,
} from '@studio/shared/api';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GUEST_COOKIE, readPasses, writePasses } from '../accounts/callers.ts';
import { enterLink, findOpenLink, type OpenLink } from '../projects/guests.ts';
import { createShareLink, listShareLinks, revokeShareLink } from '../projects/shareLinks.ts';
import type { App, HttpParts } from './httpParts.ts';
import { requireOpenProject, requireProject } from './policies.ts';
import { NO_CONTENT, PROBLEMS } from './problems.ts';
import { addressOf, createRateLimiter, limitRate } from './rateLimiter.ts';
import { orRefuse } from './refusal.ts';

const byId = z.object({ id: idSchema });
const byLink = z.object({ id: idSchema, linkId: idSchema });
const byToken = z.object({ token: z.string().min(16).max(128) });
const PASS_SECONDS = 90 * 86_400;

/** Share links of a project, and the door that a guest comes in by. */
export function addShareRoutes(app: App, parts: HttpParts): void {
  app.get(
    '/api/v1/projects/:id/share-links',
    { schema: { params: byId, response: { 200: z.array(shareLinkSchema), ...PROBLEMS } } },
    async (request) => {
      await requireProject(parts, request, request.params.id, 'project.share');
      return listShareLinks(parts, request.params.id);
    },
  );
  app.post(
    '/api/v1/projects/:id/share-links',
    { schema: { params: byId, body: shareLinkBodySchema, response: { 201: shareLinkSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const { id } = request.params;
      const { person } = await requireOpenProject(parts, request, id, 'project.share');
      return reply.code(201).send(await createShareLink(parts, id, person.id, request.body));
    },
  );
  app.delete(
    '/api/v1/projects/:id/share-links/:linkId',
    { schema: { params: byLink, response: NO_CONTENT } },
    async (request, reply) => {
      const { id, linkId } = request.params;
      await requireProject(parts, request, id, 'project.share');
      orRefuse(await revokeShareLink(parts, id, linkId));
      return reply.code(204).send(null);
    },
  );
  addDoor(app, parts);
}

function addDoor(app: App, parts: HttpParts): void {
  const knocks = createRateLimiter(60, 60_000, parts.clock);
  const passCookie = `HttpOnly; SameSite=Lax; Path=/; Max-Age=${PASS_SECONDS}${
    parts.publicUrl.startsWith('https:') ? '; Secure' : ''
  }`;
  async function open(request: FastifyRequest, token: string): Promise<OpenLink> {
    limitRate(knocks, addressOf(request));
    return orRefuse(await findOpenLink(parts.database, token, new Date(parts.clock())));
  }
  app.get(
    '/api/v1/share/:token',
    { schema: { params: byToken, response: { 200: shareDoorSchema, ...PROBLEMS } } },
    async (request) => {
      const { linkId, title, label, mayComment } = await open(request, request.params.token);
      return { linkId, title, label, mayComment };
    },
  );
  app.post(
    '/api/v1/share/:token/enter',
    { schema: { params: byToken, body: enterShareBodySchema, response: { 200: guestSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const link = await open(request, request.params.token);
      const earlier = readPasses(request.headers);
      const at = new Date(parts.clock());
      const { guest, passes } = await enterLink(parts.database, link, request.body.name, earlier, at);
      reply.header('set-cookie', `${GUEST_COOKIE}=${writePasses(passes)}; ${passCookie}`);
      return guest;
    },
  );
}

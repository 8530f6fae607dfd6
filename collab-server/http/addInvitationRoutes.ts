import { acceptBodySchema, invitationSchema, inviteBodySchema, personSchema } from '@studio/shared/api';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  acceptInvitation,
  findInvitation,
  invite,
  listInvitations,
  withdrawInvitation,
} from '../accounts/invitations.ts';
import { signIn } from './addSessionRoutes.ts';
import type { App, HttpParts } from './httpParts.ts';
import { requireOpenProject, requirePerson } from './policies.ts';
import { NO_CONTENT, PROBLEMS } from './problems.ts';
import { addressOf, createRateLimiter, limitRate } from './rateLimiter.ts';
import { orRefuse } from './refusal.ts';

const byId = z.object({ id: z.string().max(64) });

/** Invitations: admins make, list and withdraw them; whoever has the link reads and accepts one. */
export function addInvitationRoutes(app: App, parts: HttpParts): void {
  app.post(
    '/api/v1/invitations',
    { schema: { body: inviteBodySchema, response: { 201: invitationSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const inviterId = await requireInviter(parts, request, request.body.projectId);
      const made = orRefuse(await invite(parts, { ...request.body, inviterId }));
      return reply.code(201).send(made);
    },
  );
  app.get(
    '/api/v1/invitations',
    { schema: { response: { 200: z.array(invitationSchema), ...PROBLEMS } } },
    async (request) => {
      await requirePerson(parts, request, 'studio.members');
      return listInvitations(parts);
    },
  );
  app.delete('/api/v1/invitations/:id', { schema: { params: byId, response: NO_CONTENT } }, async (request, reply) => {
    await requirePerson(parts, request, 'studio.members');
    orRefuse(await withdrawInvitation(parts, request.params.id));
    return reply.code(204).send(null);
  });
  addPublicInvitation(app, parts);
}

async function requireInviter(parts: HttpParts, request: FastifyRequest, projectId?: string): Promise<string> {
  const person = await requirePerson(parts, request, 'studio.members');
  if (projectId !== undefined) {
    await requireOpenProject(parts, request, projectId, 'project.members');
  }
  return person.id;
}

function addPublicInvitation(app: App, parts: HttpParts): void {
  const attempts = createRateLimiter(30, 60_000, parts.clock);
  app.get(
    '/api/v1/invitations/:id',
    { schema: { params: byId, response: { 200: invitationSchema, ...PROBLEMS } } },
    async (request) => {
      limitRate(attempts, addressOf(request));
      return orRefuse(await findInvitation(parts, request.params.id));
    },
  );
  app.post(
    '/api/v1/invitations/:id/accept',
    {
      schema: {
        params: byId,
        body: acceptBodySchema,
        response: { 200: z.object({ person: personSchema }), ...PROBLEMS },
      },
    },
    async (request, reply) => {
      limitRate(attempts, addressOf(request));
      const { email } = orRefuse(await acceptInvitation(parts, request.params.id, request.body));
      return signIn(parts, request, reply, { email, password: request.body.password });
    },
  );
}

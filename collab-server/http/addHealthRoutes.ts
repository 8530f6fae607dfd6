import { type Health, healthSchema } from '@studio/shared/api';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createHealthCheck } from './healthCheck.ts';
import type { App, HttpParts } from './httpParts.ts';

const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];
const LOOPBACK_ADDRESS = /^(::ffff:)?127\.|^::1$/;
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** `/health` for probes, and `/health/detailed`, part by part: outsiders see which part is ill, and nothing more. */
export function addHealthRoutes(app: App, parts: HttpParts): void {
  const check = createHealthCheck(parts);
  app.get('/health', { schema: { response: { 200: z.object({ status: z.literal('ok') }) } } }, () => ({
    status: 'ok' as const,
  }));
  app.get(
    '/health/detailed',
    { schema: { response: { 200: healthSchema, 503: healthSchema } } },
    async (request, reply) => {
      const health = await check();
      const isInsider = await mayKnow(parts, request, health);
      return reply.code(health.status === 'down' ? 503 : 200).send(isInsider ? health : withoutDetails(health));
    },
  );
}

async function mayKnow(parts: HttpParts, request: FastifyRequest, health: Health): Promise<boolean> {
  if (parts.callers.isService(request.headers) || isFromThisMachine(request)) return true;
  // Without a database nobody can be known.
  if (health.parts['database']?.status !== 'ok') return false;
  return (await parts.callers.findPerson(request.headers)) !== undefined;
}

/** Whoever works on the machine itself may know. A proxy names whom it asks for, and a page of a strange name its host. */
function isFromThisMachine({ socket, headers }: FastifyRequest): boolean {
  if (FORWARDED.some((name) => headers[name] !== undefined)) return false;
  return LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') && LOOPBACK_HOST.test(headers.host ?? '');
}

function withoutDetails(health: Health): Health {
  const bare = Object.entries(health.parts).map(([name, { status }]) => [name, { status, detail: '' }] as const);
  return { ...health, parts: Object.fromEntries(bare), workers: [] };
}

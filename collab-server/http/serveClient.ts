import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './httpParts.ts';
import { answerNotFound } from './problems.ts';

const IMMUTABLE = 'public, max-age=31536000, immutable';
const NOT_PAGES = /^\/(api|media|collab|assets|health|metrics)(\/|$)/;

/**
 * Serves the built client: files with a hash in their name for ever, everything else asked for anew each time, and the
 * page itself for every address that is one of the client's. Without a build it says so.
 */
export function serveClient(app: App, folder: string | undefined): void {
  const isBuilt = folder !== undefined && existsSync(join(folder, 'index.html'));
  if (isBuilt) {
    void app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        void reply.header('cache-control', path.startsWith(join(folder, 'assets')) ? IMMUTABLE : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (!wantsPage(request)) return answerNotFound(request, reply);
    if (!isBuilt) return sendUnbuilt(reply);
    return reply.sendFile('index.html');
  });
}

function wantsPage(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? '';
  return request.method === 'GET' && !NOT_PAGES.test(path) && !/\.[a-z0-9]{1,8}$/i.test(path);
}

function sendUnbuilt(reply: FastifyReply): FastifyReply {
  return reply.code(503).type('text/plain; charset=utf-8').send('The client is not built yet: npm run build.\n');
}

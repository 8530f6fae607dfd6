import type { App } from './httpParts.ts';

/** Logs one line a request, by route and not by address: addresses of invitations and links are secrets. */
export function logRequests(app: App): void {
  app.addHook('preHandler', async (request) => {
    const { id } = (request.params ?? {}) as { readonly id?: string };
    if (id !== undefined && request.routeOptions.url?.startsWith('/api/v1/projects/:id')) {
      request.log = request.log.child({ projectId: id });
    }
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    const line = { method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    if (reply.statusCode >= 500) request.log.error(line, 'request failed');
    else request.log.info(line, 'request');
  });
}

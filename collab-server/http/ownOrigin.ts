import type { FastifyRequest } from 'fastify';
import type { App } from './httpParts.ts';
import { refuse } from './refusal.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a page of `origin` is ours: the public address, or the very host that it asks (such as 127.0.0.1 for localhost). */
export function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === new URL(publicUrl).origin || (host !== undefined && url.host === host);
}

/** Refuses writes that another site's page sends with our visitor's cookies. */
export function refuseForeignWrites(app: App, publicUrl: string): void {
  app.addHook('onRequest', async (request) => {
    if (SAFE_METHODS.has(request.method)) return;
    if (!isOwnWrite(request, publicUrl)) {
      refuse('forbidden', `This request came from another site. Open the studio at ${publicUrl}.`);
    }
  });
}

function isOwnWrite({ headers }: FastifyRequest, publicUrl: string): boolean {
  if (headers.origin !== undefined) return isOwnOrigin(headers.origin, headers.host, publicUrl);
  // Every browser names the origin of a write; whoever has no cookie to misuse need not.
  return headers.cookie === undefined && headers['sec-fetch-site'] !== 'cross-site';
}

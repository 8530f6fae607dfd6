import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Faults } from './faults.ts';

/** A request as a route sees it: the path without the `/api` prefix, the whole body. */
export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer: `json` is printed, `body` is sent as it is, neither means an empty body. */
export interface SimulatedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly json?: unknown;
  readonly body?: Buffer | string;
}

/** A route: method, path pattern without `/api`, and what it answers; groups of the pattern are `parts`. */
export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  /** Routes of the jobs API exist only under `/api`. */
  readonly onlyUnderApi?: boolean;
  readonly answer: (request: SimulatedRequest, parts: readonly string[]) => SimulatedAnswer | Promise<SimulatedAnswer>;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** What aiohttp answers when a handler raises. */
export const SERVER_GOT_ITSELF_IN_TROUBLE: SimulatedAnswer = {
  status: 500,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: '500 Internal Server Error\n\nServer got itself in trouble',
};

/** Builds the HTTP side of a simulated worker: both prefixes, the origin guard and the body limit. */
export function createHttpServer(routes: readonly Route[], faults: Faults, maxUploadBytes: number): Server {
  return createServer((incoming, outgoing) => {
    handle(routes, faults, maxUploadBytes, incoming)
      .then((answer) => answer && send(incoming, outgoing, answer))
      // Malformed bodies raise inside a handler, and the real server answers all of those the same way.
      .catch(() => send(incoming, outgoing, SERVER_GOT_ITSELF_IN_TROUBLE));
  });
}

async function handle(
  routes: readonly Route[],
  faults: Faults,
  maxUploadBytes: number,
  incoming: IncomingMessage,
): Promise<SimulatedAnswer | undefined> {
  if (faults.hangHttp) return undefined;
  if (isForeignOrigin(incoming.headers)) return { status: 403 };
  const url = new URL(incoming.url ?? '/', 'http://worker');
  const isUnderApi = url.pathname.startsWith('/api/');
  const path = isUnderApi ? url.pathname.slice('/api'.length) : url.pathname;
  const method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? 'GET');
  const body = await readBody(incoming, maxUploadBytes);
  if (!body) return { status: 413, body: `Maximum request body size ${maxUploadBytes} exceeded.` };
  for (const route of routes) {
    const match = route.method === method && (isUnderApi || !route.onlyUnderApi) ? route.pattern.exec(path) : null;
    if (!match) continue;
    const request = { method, path, query: url.searchParams, headers: incoming.headers, body };
    return route.answer(request, match.slice(1).map(decodeURIComponent));
  }
  return { status: 404, body: '404: Not Found' };
}

/** A browser page of another site may not reach a worker that listens on loopback. */
export function isForeignOrigin(headers: IncomingHttpHeaders): boolean {
  if (headers['sec-fetch-site'] === 'cross-site') return true;
  const host = headers.host ?? '';
  const hostName = host.replace(/:\d+$/, '');
  if (!headers.origin || !LOOPBACK.includes(hostName)) return false;
  return !URL.canParse(headers.origin) || new URL(headers.origin).host !== host;
}

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += (chunk as Buffer).length;
    if (bytes <= maxBytes) chunks.push(chunk as Buffer);
  }
  return bytes <= maxBytes ? Buffer.concat(chunks) : undefined;
}

function send(incoming: IncomingMessage, outgoing: ServerResponse, answer: SimulatedAnswer): void {
  const isJson = answer.json !== undefined;
  const body = isJson ? JSON.stringify(answer.json) : (answer.body ?? '');
  const type = isJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
  outgoing.writeHead(answer.status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...answer.headers,
  });
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}

import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { type Author, SCHEMA_VERSION } from '@studio/shared/document';
import * as Y from 'yjs';

/** A document that a program has open, and when all it wrote is durable. */
export interface OpenDocument {
  readonly doc: Y.Doc;
  readonly provider: HocuspocusProvider;
  /** Resolves when the server has acknowledged everything written so far. */
  saved(): Promise<void>;
  close(): void;
}

/** A person in a running studio, as a program: signed in, with a key for documents. */
export interface StudioClient {
  readonly origin: string;
  readonly me: Author;
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
  /** Calls the HTTP API; throws what it answers when it refuses. */
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>;
  media(sha256: string): Promise<Buffer>;
  /** Joins a document through this studio's address, or through another server of the same studio. */
  open(documentName: string, origin?: string): Promise<OpenDocument>;
}

/** Makes the studio's first owner by the one-time link. Throws what the studio answers. */
export async function enterStudio(setupUrl: string, name: string): Promise<StudioClient> {
  const { origin, searchParams } = new URL(setupUrl);
  const account = { name, email: 'owner@studio.invalid', password: crypto.randomUUID() };
  const setup = await request(`${origin}/api/v1/setup`, '', 'POST', { ...account, token: searchParams.get('token') });
  const cookie = setup.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await request(`${origin}/api/v1${path}`, cookie, method, body);
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  };
  const session = await call<{ person: { id: string; name: string } }>('GET', '/session');
  const { secret } = await call<{ secret: string }>('POST', '/api-keys', { name: 'A program' });
  return {
    ...account,
    origin,
    me: { id: session.person.id, name: session.person.name },
    apiKey: secret,
    call,
    media: async (sha256) => {
      const response = await request(`${origin}/media/${sha256}`, cookie, 'GET');
      return Buffer.from(await response.arrayBuffer());
    },
    open: (documentName, through = origin) => openDocument(through, documentName, secret),
  };
}

/** Joins a document with a token. Throws when the server refuses it. */
export async function openDocument(origin: string, name: string, token: string): Promise<OpenDocument> {
  const socket = new HocuspocusProviderWebsocket({
    url: `${origin.replace(/^http/, 'ws')}/collab?schema=${SCHEMA_VERSION}`,
  });
  const doc = new Y.Doc();
  const provider = new HocuspocusProvider({ websocketProvider: socket, name, token, document: doc });
  const close = () => {
    provider.destroy();
    socket.destroy();
  };
  await new Promise<void>((resolve, reject) => {
    provider.on('synced', () => resolve());
    provider.on('authenticationFailed', ({ reason }: { reason: string }) => {
      close();
      reject(new Error(`${name} was refused: ${reason}`));
    });
    provider.attach();
  });
  return { doc, provider, close, saved: () => untilSaved(provider) };
}

function untilSaved(provider: HocuspocusProvider): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (provider.hasUnsyncedChanges) return;
      provider.off('unsyncedChanges', check);
      resolve();
    };
    provider.on('unsyncedChanges', check);
    check();
  });
}

async function request(url: string, cookie: string, method: string, body?: unknown): Promise<Response> {
  const headers = { cookie, origin: new URL(url).origin };
  const response = await fetch(
    url,
    body === undefined
      ? { method, headers }
      : { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return response;
}

import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { Author } from '@studio/shared/document';
import * as Y from 'yjs';

/** A person in a running studio, as a program: signed in, with documents open. */
export interface StudioClient {
  readonly me: Author;
  post<Answer>(path: string, body: unknown): Promise<Answer>;
  media(sha256: string): Promise<Buffer>;
  open(documentName: string): Promise<Y.Doc>;
  close(): void;
}

/** Makes the studio's first owner by the one-time link and signs in. Throws what the server answers. */
export async function enterStudio(setupUrl: string, name: string): Promise<StudioClient> {
  const { origin, searchParams } = new URL(setupUrl);
  const account = {
    token: searchParams.get('token'),
    name,
    email: 'sample@studio.invalid',
    password: crypto.randomUUID(),
  };
  const setup = await call(`${origin}/api/v1/setup`, '', account);
  const cookie = setup.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const session = (await (await call(`${origin}/api/v1/session`, cookie)).json()) as {
    person: { id: string; name: string };
  };
  const { secret } = (await (await call(`${origin}/api/v1/api-keys`, cookie, { name: 'Recording' })).json()) as {
    secret: string;
  };
  const socket = new HocuspocusProviderWebsocket({ url: `${origin.replace('http', 'ws')}/collab?schema=1` });
  const providers: HocuspocusProvider[] = [];
  return {
    me: { id: session.person.id, name: session.person.name },
    post: async (path, body) => (await call(`${origin}/api/v1${path}`, cookie, body)).json() as never,
    media: async (sha256) => Buffer.from(await (await call(`${origin}/media/${sha256}`, cookie)).arrayBuffer()),
    open: async (name) => {
      const document = new Y.Doc();
      const provider = new HocuspocusProvider({ websocketProvider: socket, name, token: secret, document });
      providers.push(provider);
      await new Promise<void>((resolve, reject) => {
        provider.on('synced', () => resolve());
        provider.on('authenticationFailed', ({ reason }: { reason: string }) =>
          reject(new Error(`${name} was refused: ${reason}`)),
        );
        provider.attach();
      });
      return document;
    },
    close: () => {
      for (const provider of providers) provider.destroy();
      socket.destroy();
    },
  };
}

async function call(url: string, cookie: string, body?: unknown): Promise<Response> {
  const headers = {
    cookie,
    origin: new URL(url).origin,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const response = await fetch(
    url,
    body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) },
  );
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}

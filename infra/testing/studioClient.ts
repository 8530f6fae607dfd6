import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { Role } from '@studio/shared/access';
import type { Session } from '@studio/shared/api';
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
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
  /** Calls the HTTP API; throws what it answers when it refuses. */
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>;
  media(sha256: string): Promise<Buffer>;
  /** Joins a document through this studio's address, or through another server of the same studio. */
  open(documentName: string, origin?: string): Promise<OpenDocument>;
  /** The same person through another address of the same studio. */
  through(origin: string): StudioClient;
}

/** Makes the studio's first owner by the one-time link. Throws what the studio answers. */
export async function enterStudio(setupUrl: string, name: string): Promise<StudioClient> {
  const { origin, searchParams } = new URL(setupUrl);
  const account = { name, email: 'owner@studio.invalid', password: crypto.randomUUID() };
  const token = searchParams.get('token');
  return signedIn(origin, account, await request(`${origin}/api/v1/setup`, {}, 'POST', { ...account, token }));
}

/** Invites somebody to a project, or without one to all of the studio, and accepts in their name. Throws what the studio answers. */
export async function joinStudio(
  inviter: StudioClient,
  { name, role, projectId }: { name: string; role: Exclude<Role, 'owner'>; projectId?: string },
): Promise<StudioClient> {
  const account = { name, email: `${crypto.randomUUID()}@studio.invalid`, password: crypto.randomUUID() };
  const invitation = await inviter.call<{ id: string }>('POST', '/invitations', {
    email: account.email,
    role,
    projectId,
  });
  const path = `/api/v1/invitations/${invitation.id}/accept`;
  return signedIn(inviter.origin, account, await request(inviter.origin + path, {}, 'POST', account));
}

interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Turns the session that an answer began into a client with a key of its own. */
async function signedIn(origin: string, account: Account, answer: Response): Promise<StudioClient> {
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const session = { cookie, origin };
  const person = await readJson<Session>(await request(`${origin}/api/v1/session`, session, 'GET'));
  if (person.person === null) throw new Error(`${account.name} is not signed in.`);
  const key = await request(`${origin}/api/v1/api-keys`, session, 'POST', { name: 'A program' });
  const { secret } = await readJson<{ secret: string }>(key);
  return clientAt(origin, account, { id: person.person.id, name: person.person.name }, secret);
}

function clientAt(origin: string, account: Account, me: Author, apiKey: string): StudioClient {
  const headers = { 'x-api-key': apiKey };
  return {
    ...account,
    origin,
    me,
    apiKey,
    call: async (method, path, body) => readJson(await request(`${origin}/api/v1${path}`, headers, method, body)),
    media: async (sha256) => {
      const response = await request(`${origin}/media/${sha256}`, headers, 'GET');
      return Buffer.from(await response.arrayBuffer());
    },
    open: (documentName, through = origin) => openDocument(through, documentName, apiKey),
    through: (address) => clientAt(address, account, me, apiKey),
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

async function readJson<Answer>(response: Response): Promise<Answer> {
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

async function request(
  url: string,
  headers: Readonly<Record<string, string>>,
  method: string,
  body?: unknown,
): Promise<Response> {
  const withBody = { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...(body === undefined ? { headers } : withBody) });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return response;
}

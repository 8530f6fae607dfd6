import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@studio/shared/access';
import type { Health, Person, Problem } from '@studio/shared/api';
import { pino } from 'pino';
import { createTestDatabase } from '../../infra/testing/index.ts';
import type { CollabConfiguration } from '../configuration.ts';
import { type RunningServer, startServer } from '../server.ts';
import { type OpenDatabase, openDatabase } from '../storage/database.ts';
import { migrate } from '../storage/migrate.ts';

/** How a test asks: a JSON body, or a raw one with its own headers; `as` is a cookie. */
export interface Ask {
  readonly body?: unknown;
  readonly raw?: NonNullable<RequestInit['body']>;
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The fields of JSON answers that tests look into; which of them an answer has, the tests compare. */
export interface AnswerBody {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly sha256: string;
  readonly status: string;
  readonly title: string;
  readonly role: Role;
  readonly studioName: string;
  readonly needsSetup: boolean;
  readonly person: Person;
  readonly guest: { readonly id: string; readonly name: string };
  readonly error: Problem['error'];
  readonly paths: { readonly [path: string]: unknown };
  readonly parts: Health['parts'];
}

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The body where it is one JSON value, or its elements where it is an array. */
  readonly body: AnswerBody;
  readonly list: readonly AnswerBody[];
  /** The cookies that it sets, as a client would send them back. */
  readonly cookie: string;
}

/** Somebody with a session. */
export interface TestPerson {
  readonly id: string;
  readonly email: string;
  readonly cookie: string;
}

/** A whole server on a database of its own, on a free port. */
export interface TestStudio {
  readonly origin: string;
  readonly base: string;
  readonly serviceKey: string;
  readonly setupToken: string;
  readonly database: OpenDatabase;
  readonly configuration: CollabConfiguration;
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
  makeOwner(): Promise<TestPerson>;
  /** Invites somebody and accepts for them. */
  makePerson(owner: TestPerson, role: Exclude<Role, 'owner'>, projectId?: string): Promise<TestPerson>;
  makeProject(person: TestPerson, title?: string): Promise<string>;
  /** Starts another server on the same database. */
  startAnother(): Promise<RunningServer>;
  stop(): Promise<void>;
}

export const PASSWORD = 'a long enough password';
const ORIGIN = 'http://studio.test';
const template = {
  name: 'studio',
  prepare: async (url: string) => {
    const database = openDatabase({ url });
    await migrate(database.kysely);
    await database.close();
  },
};

/** Starts a studio for a test file, empty or with the sample film; `clock` may be moved by the test. */
export async function startTestStudio(clock: () => number = Date.now, hasSample = false): Promise<TestStudio> {
  const scratch = await createTestDatabase(template);
  const dataFolder = mkdtempSync(join(tmpdir(), 'studio-test-'));
  const configuration: CollabConfiguration = {
    port: 0,
    publicUrl: ORIGIN,
    dataFolder,
    clientFolder: undefined,
    databaseUrl: scratch.url,
    redisUrl: undefined,
    s3: undefined,
    serviceKey: `service-${randomUUID()}`,
    secret: `secret-${randomUUID()}`,
    hasSample,
    logLevel: 'silent',
    searchPath: process.env['PATH'] ?? '',
  };
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  const server = await startServer(configuration, log, clock);
  const database = openDatabase({ url: scratch.url, maxConnections: 2 });
  const base = `http://127.0.0.1:${server.port}`;
  const others: RunningServer[] = [];
  const studio: TestStudio = {
    origin: ORIGIN,
    base,
    serviceKey: configuration.serviceKey,
    setupToken: new URL(server.setupUrl ?? ORIGIN).searchParams.get('token') ?? '',
    database,
    configuration,
    ask: (method, path, ask = {}) => askAt(base, method, path, ask),
    makeOwner: () => makeOwner(studio),
    makePerson: (owner, role, projectId) => makePerson(studio, owner, role, projectId),
    makeProject: async (person, title = 'A film') => {
      const { body } = await studio.ask('POST', '/api/v1/projects', { body: { title }, as: person.cookie });
      return body.id;
    },
    startAnother: async () => {
      const other = await startServer(configuration, log, clock);
      others.push(other);
      return other;
    },
    stop: async () => {
      for (const one of [server, ...others]) await one.stop();
      await database.close();
      await scratch.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  return studio;
}

/** Asks a server at an address. */
export async function askAt(base: string, method: string, path: string, ask: Ask = {}): Promise<Answer> {
  const headers: Record<string, string> = { origin: ORIGIN, ...ask.headers };
  if (ask.as) headers['cookie'] = ask.as;
  if (ask.body !== undefined) headers['content-type'] = 'application/json';
  const body = ask.raw ?? (ask.body === undefined ? null : JSON.stringify(ask.body));
  const response = await fetch(base + path, { method, headers, body, redirect: 'manual' });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = bytes.length > 0 && (response.headers.get('content-type')?.includes('json') ?? false);
  const json: unknown = isJson ? JSON.parse(bytes.toString()) : undefined;
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    body: json as AnswerBody,
    list: Array.isArray(json) ? (json as AnswerBody[]) : [],
    cookie: response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
  };
}

async function makeOwner(studio: TestStudio): Promise<TestPerson> {
  const account = { token: studio.setupToken, name: 'Olga', email: 'olga@studio.test', password: PASSWORD };
  const answer = await studio.ask('POST', '/api/v1/setup', { body: account });
  if (answer.status !== 200) throw new Error(`The owner was not made: ${JSON.stringify(answer.body)}`);
  return { id: answer.body.person.id, email: account.email, cookie: answer.cookie };
}

async function makePerson(
  studio: TestStudio,
  owner: TestPerson,
  role: Role,
  projectId: string | undefined,
): Promise<TestPerson> {
  const email = `${role}-${randomUUID().slice(0, 8)}@studio.test`;
  const invitation = await studio.ask('POST', '/api/v1/invitations', {
    body: { email, role, projectId },
    as: owner.cookie,
  });
  const accepted = await studio.ask('POST', `/api/v1/invitations/${invitation.body.id}/accept`, {
    body: { name: `A ${role}`, password: PASSWORD },
  });
  if (accepted.status !== 200) throw new Error(`Nobody was invited: ${JSON.stringify(accepted.body)}`);
  return { id: accepted.body.person.id, email, cookie: accepted.cookie };
}

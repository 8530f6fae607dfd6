import { MessageType } from '@hocuspocus/server';
import { SCHEMA_VERSION } from '@studio/shared/document';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../server.ts';
import { askAt, PASSWORD, startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';
import { readAnswer, writeFrame } from './fixtures/frames.ts';
import { openRawSocket } from './fixtures/rawSocket.ts';

/**
 * `page`: let in, and its cookie counts. `program`: let in, and only a token counts. `refused`: never let in, whatever it
 * shows.
 */
type Verdict = 'page' | 'program' | 'refused';
type OriginCase = readonly [origin: string | undefined, verdict: Verdict, why: string];

const PUBLIC = 'https://studio.example';
const AT_PUBLIC: readonly OriginCase[] = [
  [PUBLIC, 'page', 'the public address itself'],
  [undefined, 'program', 'no browser sent it'],
  ['', 'refused', 'an empty header is not an absent one'],
  ['null', 'refused', 'sandboxed frames, files and redirects across sites'],
  ['NULL', 'refused', 'no browser writes it so'],
  ['undefined', 'refused', 'a word'],
  ['*', 'refused', 'no wildcard'],
  ['https://studio.example.evil.com', 'refused', 'ours as a prefix of theirs'],
  ['https://studio.example.', 'refused', 'the trailing dot is another host'],
  ['https://studio.example..', 'refused', 'two dots'],
  ['https://studio.exampleevil.com', 'refused', 'ours as a prefix without a dot'],
  ['https://studio.example-evil.com', 'refused', 'ours as a prefix with a hyphen'],
  ['https://evilstudio.example', 'refused', 'ours as a suffix of theirs'],
  ['https://evil-studio.example', 'refused', 'ours as a suffix after a hyphen'],
  ['https://evil.studio.example', 'refused', 'a subdomain of ours'],
  ['https://www.studio.example', 'refused', 'a subdomain that looks official'],
  ['https://example', 'refused', 'the parent of ours'],
  ['https://studioXexample', 'refused', 'a dot is no wildcard'],
  ['https://studio.exampl', 'refused', 'cut off'],
  ['http://studio.example', 'refused', 'another scheme: whoever is in the network may be it'],
  ['ws://studio.example', 'refused', 'the scheme of the socket is not that of the page'],
  ['wss://studio.example', 'refused', 'the scheme of the socket is not that of the page'],
  ['ftp://studio.example', 'refused', 'another scheme'],
  ['httpss://studio.example', 'refused', 'another scheme'],
  ['//studio.example', 'refused', 'no scheme'],
  ['studio.example', 'refused', 'no scheme'],
  ['https:studio.example', 'refused', 'no slashes, which a URL parser would forgive'],
  ['https:/studio.example', 'refused', 'one slash'],
  ['https:\\\\studio.example', 'refused', 'backslashes, which a URL parser would forgive'],
  ['https://studio.example:443', 'refused', 'browsers leave the default port out'],
  ['https://studio.example:8443', 'refused', 'another port'],
  ['https://studio.example:80', 'refused', 'another port'],
  ['https://studio.example:', 'refused', 'an empty port'],
  ['https://studio.example:0', 'refused', 'another port'],
  ['https://studio.example/', 'refused', 'an origin has no path'],
  ['https://studio.example/path', 'refused', 'an origin has no path'],
  ['https://studio.example?x', 'refused', 'an origin has no query'],
  ['https://studio.example#x', 'refused', 'an origin has no fragment'],
  ['https://studio.example@evil.com', 'refused', 'ours as userinfo of theirs'],
  ['https://evil.com@studio.example', 'refused', 'an origin has no userinfo'],
  ['https://user:pass@studio.example', 'refused', 'an origin has no userinfo'],
  ['https://evil.com/https://studio.example', 'refused', 'ours in their path'],
  ['https://evil.com#https://studio.example', 'refused', 'ours in their fragment'],
  ['https://evil.com\\.studio.example', 'refused', 'a backslash ends the host'],
  ['HTTPS://STUDIO.EXAMPLE', 'refused', 'browsers write origins in lower case'],
  ['https://Studio.Example', 'refused', 'browsers write origins in lower case'],
  ['https://studio.example https://evil.com', 'refused', 'two in one header'],
  ['https://studio.example, https://studio.example', 'refused', 'the header twice'],
  ['https://studio.example\tx', 'refused', 'something after a tab'],
  ['https://xn--studo-n9a.example', 'refused', 'a homograph in punycode'],
  ['https://xn--tudio-7qf.example', 'refused', 'a homograph with a Cyrillic letter'],
  ['https://studio%2eexample', 'refused', 'an escaped dot'],
  ['https://studio.example%00.evil.com', 'refused', 'an escaped NUL'],
  ['file://', 'refused', 'a file'],
  ['file:///home/studio.example', 'refused', 'a file'],
  ['chrome-extension://abcdefghijklmnop', 'refused', 'an extension of the browser'],
  ['app://studio.example', 'refused', 'another shell'],
  ['data:text/html,x', 'refused', 'no host'],
  ['blob:https://studio.example/1', 'refused', 'a blob is not the page'],
  ['javascript:alert(1)', 'refused', 'no host'],
  ['http://localhost', 'refused', 'loopback where the studio is public'],
  ['http://localhost:3000', 'refused', 'loopback where the studio is public'],
  ['http://127.0.0.1:3000', 'refused', 'loopback where the studio is public'],
  ['http://[::1]:3000', 'refused', 'loopback where the studio is public'],
  ['https://localhost', 'refused', 'loopback where the studio is public'],
  ['https://93.184.216.34', 'refused', 'an address in place of the name'],
  ['https://[2001:db8::1]', 'refused', 'an IPv6 address in place of the name'],
];
const AT_LOOPBACK: readonly OriginCase[] = [
  ['http://localhost:3000', 'page', 'the machine under its name'],
  ['http://127.0.0.1:3000', 'page', 'the machine under its address'],
  ['http://[::1]:3000', 'page', 'the machine under its IPv6 address'],
  ['http://[0:0:0:0:0:0:0:1]:3000', 'refused', 'browsers shorten IPv6 addresses'],
  ['http://[::ffff:127.0.0.1]:3000', 'refused', 'a mapped address'],
  ['http://127.0.0.2:3000', 'refused', 'another loopback address'],
  ['http://127.1:3000', 'refused', 'browsers write all four numbers'],
  ['http://2130706433:3000', 'refused', 'browsers write all four numbers'],
  ['http://0.0.0.0:3000', 'refused', 'any address'],
  ['http://localhost', 'refused', 'another port'],
  ['http://localhost:3001', 'refused', 'what else runs on the machine'],
  ['https://localhost:3000', 'refused', 'another scheme'],
  ['http://localhost.:3000', 'refused', 'the trailing dot'],
  ['http://localhost.evil.com:3000', 'refused', 'ours as a prefix of theirs'],
  ['http://evil.localhost:3000', 'refused', 'a subdomain of loopback'],
];
const AT_IDN: readonly OriginCase[] = [
  ['https://xn--bcher-kva.example:8443', 'page', 'as browsers write the name'],
  ['https://bucher.example:8443', 'refused', 'the name without its dots'],
  ['https://xn--bcher-kva.example', 'refused', 'another port'],
  ['https://b%C3%BCcher.example:8443', 'refused', 'escaped'],
];

const QUIET = pino({ level: 'silent' });
let studio: TestStudio;
let owner: TestPerson;
let project: string;
let apiKey: string;

beforeAll(async () => {
  studio = await startTestStudio();
  owner = await studio.makeOwner();
  project = await studio.makeProject(owner);
  apiKey = (await studio.ask('POST', '/api/v1/api-keys', { body: { name: 'k' }, as: owner.cookie })).body.secret;
});
afterAll(() => studio.stop());

interface Visit {
  readonly server: RunningServer;
  readonly origin: string | undefined;
  readonly cookie: string;
  readonly token: string;
}

const headersOf = ({ origin, cookie }: Visit) => ({
  ...(origin !== undefined && { origin }),
  ...(cookie && { cookie }),
});

/** `in`, or how it was refused. */
async function visitDocument(visit: Visit): Promise<string> {
  const name = `project/${project}`;
  const url = `ws://127.0.0.1:${visit.server.port}/collab?schema=${SCHEMA_VERSION}`;
  const raw = openRawSocket(url, headersOf(visit));
  await until(() => raw.isOpen() || raw.status !== undefined);
  if (raw.status !== undefined) return String(raw.status);
  raw.send(writeFrame(name, MessageType.Auth, 0, visit.token));
  await until(() => raw.frames.length > 0);
  raw.close();
  const { word, text } = readAnswer(raw.frames[0] ?? new Uint8Array());
  return word === 'authenticated' ? 'in' : text;
}

async function visitPlain(visit: Visit): Promise<string> {
  const url = `ws://127.0.0.1:${visit.server.port}/yjs/project/${project}?token=${encodeURIComponent(visit.token)}`;
  const raw = openRawSocket(url, headersOf(visit));
  await until(() => raw.isOpen() || raw.end !== undefined || raw.status !== undefined);
  if (raw.status !== undefined) return String(raw.status);
  // Asks for everything, as y-websocket does at first.
  if (raw.isOpen()) raw.send(Uint8Array.of(MessageType.Sync, 0, 1, 0));
  await until(() => raw.frames.length > 0 || raw.end !== undefined);
  raw.close();
  return raw.frames.length > 0 ? 'in' : (raw.end?.reason ?? '');
}

async function until(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { timeout: 8000, interval: 3 }).toBe(true);
}

const EXPECTED: { readonly [verdict in Verdict]: readonly string[] } = {
  page: ['signed-out', 'in', 'in', 'in'],
  program: ['signed-out', 'signed-out', 'in', 'in'],
  refused: ['403', '403', '403', '403'],
};

test.each([
  [PUBLIC, AT_PUBLIC],
  ['http://localhost:3000', AT_LOOPBACK],
  ['https://bücher.example:8443', AT_IDN],
])('at %s each Origin is let in or refused, whatever it shows', async (publicUrl, cases) => {
  const server = await startServer({ ...studio.configuration, publicUrl }, QUIET, Date.now);
  const signIn = { body: { email: owner.email, password: PASSWORD }, headers: { origin: new URL(publicUrl).origin } };
  const { cookie } = await askAt(`http://127.0.0.1:${server.port}`, 'POST', '/api/auth/sign-in/email', signIn);
  expect(cookie).toContain('studio');
  for (const [origin, verdict, why] of cases) {
    const shown = [
      { cookie: '', token: '' },
      { cookie, token: '' },
      { cookie: '', token: apiKey },
      { cookie, token: apiKey },
    ].map((credentials) => ({ server, origin, ...credentials }));
    const message = `Origin ${origin ?? '(absent)'}: ${why}`;
    expect(await Promise.all(shown.map(visitDocument)), message).toEqual(EXPECTED[verdict]);
    expect(await Promise.all(shown.map(visitPlain)), `${message}, plain Yjs`).toEqual(EXPECTED[verdict]);
  }
  await server.stop();
});

test('the table is as long as it should be', () => {
  expect(AT_PUBLIC.length + AT_LOOPBACK.length + AT_IDN.length).toBeGreaterThanOrEqual(60);
});

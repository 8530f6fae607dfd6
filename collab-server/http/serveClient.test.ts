import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from './httpParts.ts';
import { serveClient } from './serveClient.ts';

const folder = mkdtempSync(join(tmpdir(), 'studio-client-'));
let app: App;
beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>The page</title>');
  writeFileSync(join(folder, 'assets', 'index-3f9a1c.js'), 'run();');
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
  app = await serving(folder);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

async function serving(clientFolder: string | undefined): Promise<App> {
  const made: App = fastify().withTypeProvider<ZodTypeProvider>();
  serveClient(made, clientFolder);
  await made.ready();
  return made;
}

test.each(['/', '/project/7', '/s/a-token', '/invite/7?from=mail'])('%s is the page, asked for anew', async (url) => {
  const answer = await app.inject({ url });
  expect([answer.statusCode, answer.body]).toEqual([200, '<title>The page</title>']);
  expect(answer.headers['cache-control']).toBe('no-cache');
});

test('a file with a hash in its name is kept for ever, another is not', async () => {
  const asset = await app.inject({ url: '/assets/index-3f9a1c.js' });
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(asset.headers['content-type']).toContain('javascript');
  expect((await app.inject({ url: '/favicon.svg' })).headers['cache-control']).toBe('no-cache');
});

test.each(['/api/v1/nothing', '/assets/index-old.js', '/missing.png', '/health/x', '/../package.json'])(
  '%s is not the page',
  async (url) => {
    expect((await app.inject({ url })).statusCode).toBe(404);
  },
);

test('a write to an address of the page is not found', async () => {
  expect((await app.inject({ method: 'POST', url: '/project/7' })).statusCode).toBe(404);
});

test('without a build the server says what to run', async () => {
  const bare = await serving(undefined);
  const answer = await bare.inject({ url: '/' });
  expect([answer.statusCode, answer.body]).toEqual([503, 'The client is not built yet: npm run build.\n']);
  await bare.close();
});

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createTestDatabase, freePort } from '../../infra/testing/index.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** A process of the collab-server, which ends with the test. */
export interface LaunchedServer {
  readonly child: ChildProcess;
  /** Its exit code, or the signal that ended it. */
  readonly exited: Promise<number | string>;
  output(): string;
}

/** A process that takes work, with its environment, so that it can be started again on the same database and port. */
export interface ServerProcess extends LaunchedServer {
  readonly base: string;
  readonly ready: { readonly url: string; readonly setupUrl?: string };
  readonly databaseUrl: string;
  readonly serviceKey: string;
  restart(): Promise<ServerProcess>;
}

/** Launches the server's own main with an environment. */
export function launchServer(environment: NodeJS.ProcessEnv): LaunchedServer {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const exited = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return { child, exited, output: () => output };
}

/** Starts a server on a database, a folder and a port of its own, and waits until it takes work. */
export async function startServerProcess(): Promise<ServerProcess> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'studio-main-'));
  onTestFinished(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  return startWith({
    PORT: String(await freePort()),
    DATABASE_URL: database.url,
    STUDIO_DATA: folder,
    STUDIO_SAMPLE: 'no',
    STUDIO_SERVICE_KEY: 'k'.repeat(32),
    STUDIO_SECRET: 's'.repeat(32),
  });
}

async function startWith(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const launched = launchServer(environment);
  const ready = await new Promise<ServerProcess['ready']>((resolve, reject) => {
    launched.child.once('message', (message) => resolve(message as ServerProcess['ready']));
    void launched.exited.then(() => reject(new Error(`It ended: ${launched.output()}`)));
  });
  return {
    ...launched,
    ready,
    base: `http://127.0.0.1:${environment['PORT']}`,
    databaseUrl: environment['DATABASE_URL'] ?? '',
    serviceKey: environment['STUDIO_SERVICE_KEY'] ?? '',
    restart: () => startWith(environment),
  };
}

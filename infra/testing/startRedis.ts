import { mkdtempSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startGuarded } from '../postgres/guardedProcess.ts';
import { freePort } from '../postgres/postgresCluster.ts';

/** A running Redis for tests, append-only file on, on a free port of loopback. */
export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts redis-server in a folder of its own; both go when it is stopped or when this process dies. Throws when redis-server is not installed. */
export async function startRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-redis-'));
  const logFile = join(folder, 'redis.log');
  const port = await freePort();
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--appendonly',
    'yes',
    '--save',
    '',
  ];
  const server = startGuarded({
    command: 'redis-server',
    args: settings,
    stopSignal: 'TERM',
    logFile,
    removeFolder: folder,
    env: { PATH: process.env.PATH },
  });
  let log = '';
  let hasExited = false;
  void server.exited.finally(() => {
    hasExited = true;
  });
  for (let waitedMs = 0; waitedMs < 20_000 && !hasExited; waitedMs += 20) {
    log = readFileSync(logFile, 'utf8');
    if (await answersPing(port)) return { url: `redis://127.0.0.1:${port}`, stop: () => server.stop() };
    await delay(20);
  }
  await server.stop();
  throw new Error(`redis-server did not start (apt-get install redis-server). Its log:\n${log}`);
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (reply) => {
      socket.destroy();
      resolve(reply.toString().startsWith('+PONG'));
    });
    socket.once('error', () => resolve(false));
  });
}

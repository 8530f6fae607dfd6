import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../testing/testWorker.ts';
import { parseSimulatedWorkers } from './parseSimulatedWorkers.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

test('the process says when its workers answer, and ends with its parent', async () => {
  const env = { ...process.env, SIMULATED_WORKERS: '0:12,0:24' };
  const child = fork(MAIN, { env, stdio: 'ignore', execArgv: [] });
  const [message] = (await once(child, 'message')) as [{ type: string; workers: { url: string }[] }];
  expect(message.type).toBe('ready');
  for (const { url } of message.workers) expect((await fetch(`${url}/api/system_stats`)).status).toBe(200);
  const exited = once(child, 'exit');
  child.disconnect();
  expect(await exited).toEqual([0, null]);
});

test('it ends on SIGTERM and leaves nothing listening', async () => {
  const env = { ...process.env, SIMULATED_WORKERS: '0:16' };
  const child = fork(MAIN, { env, stdio: 'ignore', execArgv: [] });
  const [message] = (await once(child, 'message')) as [{ workers: { url: string }[] }];
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  const url = message.workers[0]?.url ?? '';
  await until(() =>
    fetch(url).then(
      () => undefined,
      () => true,
    ),
  );
});

test('settings are read, and a wrong one is named', () => {
  expect(parseSimulatedWorkers('8188:12, 8189:16')).toEqual([
    { port: 8188, vramGb: 12 },
    { port: 8189, vramGb: 16 },
  ]);
  for (const wrong of ['8188', '8188:', 'a:12', '70000:12', '8188:0']) {
    expect(() => parseSimulatedWorkers(`8190:24,${wrong}`)).toThrow(`SIMULATED_WORKERS has "${wrong}"`);
  }
});

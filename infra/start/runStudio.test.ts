import { createServer } from 'node:http';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { launchStudio } from './fixtures/launchStudio.ts';
import { isAlive } from './processIdentity.ts';

const READY = 'Production Canvas is ready.';

function pidsOf(events: readonly string[]): number[] {
  return events.filter((line) => line.includes(' started ')).map((line) => Number(line.split(' ')[2]));
}

function names(events: readonly string[]): string[] {
  return events.map((line) => line.split(' ').slice(0, 2).join(' '));
}

test('starts in order, says where to go, and stops in order', async () => {
  const studio = await launchStudio();
  await studio.waitFor(READY);
  expect(studio.output()).toContain(`http://localhost:${studio.port}/setup?token=once`);
  expect(studio.output()).toContain('simulated workers of 12, 16, 24 GB');
  expect(studio.output()).toContain('warn  collab-server: collabServer warns');
  expect(studio.output()).not.toContain('quiet news');
  expect(statSync(join(studio.folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  studio.process.kill('SIGTERM');
  expect(await studio.exited).toBe(0);
  expect(names(studio.events())).toEqual([
    'collabServer started',
    'simulatedComfyui started',
    'jobRunner started',
    'jobRunner stopped',
    'collabServer stopped',
    'simulatedComfyui stopped',
  ]);
});

test('a second start on the same folder is refused, and a start after kill -9 is not', async () => {
  // Its collab-server does not notice that the supervisor is gone, and holds the port.
  const first = await launchStudio({ environment: { FIXTURE_HANG: 'collabServer' } });
  await first.waitFor(READY);
  const second = await launchStudio({ folder: first.folder });
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`A studio is running on ${first.folder} already (process ${first.process.pid})`);
  const children = pidsOf(first.events());
  first.process.kill('SIGKILL');
  await first.exited;
  const began = performance.now();
  const third = await launchStudio({ folder: first.folder, environment: { PORT: String(first.port) } });
  await third.waitFor(READY);
  expect(performance.now() - began).toBeLessThan(10_000);
  await expect.poll(() => children.filter(isAlive), { timeout: 10_000 }).toEqual([]);
});

test('a port that is taken is named with the way out', async () => {
  const other = createServer().listen(0);
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  const studio = await launchStudio({ environment: { PORT: port } });
  expect(await studio.exited).toBe(1);
  expect(studio.output()).toContain(
    `Port ${port} is taken by another program. Choose another: PORT=${Number(port) + 1} npm start`,
  );
});

test('a child that is killed is started again', async () => {
  const studio = await launchStudio();
  await studio.waitFor(READY);
  const runner = studio.events().find((line) => line.startsWith('jobRunner started'));
  process.kill(Number(runner?.split(' ')[2]), 'SIGKILL');
  await studio.waitFor('job-runner runs again.');
  expect(studio.output()).toContain('job-runner ended (SIGKILL) and starts again in 0.5 s');
});

test('a child that cannot start ends the studio with the place of its log', async () => {
  const studio = await launchStudio({ environment: { FIXTURE_CRASH: 'jobRunner' } });
  expect(await studio.exited).toBe(1);
  expect(studio.output()).toContain('job-runner ended while it started (code 3). Its log:');
  expect(names(studio.events())).toContain('collabServer stopped');
});

test('the studio stops in order when the process that started it is gone', async () => {
  const studio = await launchStudio();
  await studio.waitFor(READY);
  studio.process.disconnect();
  expect(await studio.exited).toBe(0);
  expect(names(studio.events())).toContain('jobRunner stopped');
});

test('a second Ctrl-C ends a stop that hangs', async () => {
  const studio = await launchStudio({ environment: { FIXTURE_HANG: 'jobRunner' } });
  await studio.waitFor(READY);
  studio.process.kill('SIGINT');
  await studio.waitFor('Stopping …');
  // Signals within a second of the first are one keypress, so this asks until one counts.
  const pressAgain = () => {
    studio.process.kill('SIGINT');
    return studio.output();
  };
  await expect.poll(pressAgain, { interval: 100, timeout: 4000 }).toContain('Stopping at once.');
  expect(await studio.exited).toBe(130);
  expect(pidsOf(studio.events()).filter(isAlive)).toEqual([]);
});

test('a wrong setting is named before anything starts', async () => {
  const studio = await launchStudio({ args: ['--role', 'director'] });
  expect(await studio.exited).toBe(1);
  expect(studio.output()).toContain("STUDIO_ROLE is 'director'; it must be all, collab or runner.");
  expect(studio.events()).toEqual([]);
});

test('a data folder that cannot be made is named with its setting, without a stack', async () => {
  const studio = await launchStudio({ environment: { STUDIO_DATA: '/dev/null' } });
  expect(await studio.exited).toBe(1);
  expect(studio.output()).toContain("STUDIO_DATA is '/dev/null'; it must be a folder that may be written");
  expect(studio.output()).not.toContain('    at ');
});

test('a runner alone needs to know its database and key', async () => {
  const studio = await launchStudio({ args: ['--role', 'runner'] });
  expect(await studio.exited).toBe(1);
  expect(studio.output()).toContain('DATABASE_URL is not set');
  expect(studio.output()).toContain('STUDIO_SERVICE_KEY is not set');
});

test('the help lists the options and every setting', async () => {
  const studio = await launchStudio({ args: ['--help'] });
  expect(await studio.exited).toBe(0);
  for (const text of ['--role runner', 'PORT', 'COMFYUI_WORKERS', 'Not set: 3000'])
    expect(studio.output()).toContain(text);
});

test('verbose shows everything that goes to the logs', async () => {
  const studio = await launchStudio({ args: ['--verbose'] });
  await studio.waitFor(READY);
  expect(studio.output()).toContain('info  job-runner: quiet news');
});

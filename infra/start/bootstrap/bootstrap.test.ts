import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { chooseNode, isNewEnough } from './chooseNode.mjs';
import { hashSources, isClientBuilt } from './clientBuild.mjs';
import { arePackagesInstalled } from './packages.mjs';
import { root } from './paths.mjs';
import { runInForeground, runQuietly } from './runCommand.mjs';
import { tallyReport } from './runTests.mjs';
import { installAdvice, isOnPath } from './systemPrograms.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studio-bootstrap-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function write(path: string, content: string): string {
  const full = join(folder, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, content);
  return full;
}

const refuse = () => Promise.reject(new Error('not to be called'));

test('a Node that is new enough runs the studio itself', async () => {
  expect(isNewEnough('v24.0.1')).toBe(true);
  expect(isNewEnough('20.20.2')).toBe(false);
  const machine = {
    version: '24.1.0',
    execPath: '/own/node',
    memory: join(folder, 'path'),
    fetch: refuse,
    versionOf: refuse,
  };
  expect(await chooseNode(machine)).toBe('/own/node');
});

test('an older Node fetches one and remembers it', async () => {
  const fetched = write('node', '');
  let fetches = 0;
  const machine = {
    version: '20.1.0',
    execPath: '/own/node',
    memory: join(folder, 'cache', 'path'),
    fetch: async () => {
      fetches += 1;
      return fetched;
    },
    versionOf: async () => '24.21.0',
  };
  expect(await chooseNode(machine)).toBe(fetched);
  expect(await chooseNode(machine)).toBe(fetched);
  expect(fetches).toBe(1);
  rmSync(fetched);
  await chooseNode({ ...machine, fetch: async () => write('other', '') });
  expect(readFileSync(machine.memory, 'utf8')).toBe(join(folder, 'other'));
});

test('packages count as installed when npm finished exactly these', () => {
  const lock = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/mac': { version: '1.0.0', optional: true },
    client: {},
  };
  write('package-lock.json', JSON.stringify({ packages: lock }));
  expect(arePackagesInstalled(folder)).toBe(false);
  const installed = (version: string) =>
    write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version } } }));
  installed('0.9.0');
  expect(arePackagesInstalled(folder)).toBe(false);
  installed('1.0.0');
  expect(arePackagesInstalled(folder)).toBe(true);
});

test('the client is built again exactly when a source changed', () => {
  write('package-lock.json', '{}');
  write('shared/result.ts', 'one');
  write('client/main.tsx', 'one');
  expect(isClientBuilt(folder)).toBe(false);
  write('client/dist/.built-from', hashSources(folder));
  expect(isClientBuilt(folder)).toBe(true);
  write('client/main.test.tsx', 'a test is no source');
  expect(isClientBuilt(folder)).toBe(true);
  write('shared/result.ts', 'two');
  expect(isClientBuilt(folder)).toBe(false);
});

test('a program is found on the path only when it can be run', () => {
  const program = write('bin/ffmpeg', '');
  const path = `/nowhere:${join(folder, 'bin')}`;
  chmodSync(program, 0o644);
  expect(isOnPath(path, ['ffmpeg'])).toBe(false);
  chmodSync(program, 0o755);
  expect(isOnPath(path, ['avconv', 'ffmpeg'])).toBe(true);
  expect(installAdvice([{ name: 'redis', aptPackage: 'redis-server', isThere: () => false }])).toBe(
    'sudo apt-get install redis-server',
  );
});

test('the last line counts a skipped test and a broken run as failed', () => {
  const report = (counts: object) =>
    JSON.stringify({ numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, ...counts });
  expect(tallyReport(report({}), 0)).toEqual({ passed: 7, failed: 0 });
  expect(tallyReport(report({ numFailedTests: 2 }), 1)).toEqual({ passed: 7, failed: 2 });
  expect(tallyReport(report({ numPendingTests: 1 }), 0)).toEqual({ passed: 7, failed: 1 });
  expect(tallyReport(report({}), 1)).toEqual({ passed: 7, failed: 1 });
  expect(tallyReport(undefined, 1)).toEqual({ passed: 0, failed: 1 });
});

test('a command that fails says what it printed', async () => {
  await expect(runQuietly('sh', ['-c', 'echo disk full >&2; exit 4'])).rejects.toThrow(/code 4\.\ndisk full/);
  expect(await runInForeground('sh', ['-c', 'exit 5'])).toBe(5);
});

test('an unknown mode is named', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'infra/start/bootstrap.mjs'), 'strat'], {
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain("no mode 'strat': it must be start, test, run, check");
});

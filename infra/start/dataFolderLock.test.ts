import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap } from '@studio/shared/result';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { lockDataFolder } from './dataFolderLock.ts';
import { keepSecrets } from './secrets.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studio-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function holdBy(holder: object): void {
  writeFileSync(join(folder, 'studio.lock'), JSON.stringify(holder));
}

function deadPid(): number {
  return spawnSync('true').pid;
}

test('a folder in use is refused with the process that uses it', () => {
  const lock = unwrap(lockDataFolder(folder, Date.now));
  const second = lockDataFolder(folder, Date.now);
  expect(second.ok ? '' : second.failure.message).toContain(`(process ${process.pid})`);
  lock.release();
  expect(lockDataFolder(folder, Date.now).ok).toBe(true);
});

test('the lock of a process that died is taken over', () => {
  holdBy({ pid: deadPid() });
  expect(lockDataFolder(folder, Date.now).ok).toBe(true);
  expect(readFileSync(join(folder, 'studio.lock'), 'utf8')).toContain(String(process.pid));
});

test('a process that only has the same number does not hold the lock', () => {
  holdBy({ pid: process.pid, startTime: '1' });
  expect(lockDataFolder(folder, Date.now).ok).toBe(true);
});

test('a lock cut short by a crash is taken over', () => {
  writeFileSync(join(folder, 'studio.lock'), '{"pi');
  expect(lockDataFolder(folder, Date.now).ok).toBe(true);
});

test('of two starts that both find a dead lock only one takes it', () => {
  holdBy({ pid: deadPid() });
  const takeover = join(folder, 'studio.lock.takeover');
  writeFileSync(takeover, '{}');
  expect(lockDataFolder(folder, Date.now).ok).toBe(false);
  const before = new Date(Date.now() - 60_000);
  utimesSync(takeover, before, before);
  expect(lockDataFolder(folder, Date.now).ok).toBe(true);
});

test('secrets are made once and kept from others', () => {
  const secrets = keepSecrets(folder);
  expect(keepSecrets(folder)).toEqual(secrets);
  expect(new Set(Object.values(secrets)).size).toBe(3);
  writeFileSync(join(folder, 'secrets.json'), '{}');
  expect(() => keepSecrets(folder)).toThrow(/damaged/);
});

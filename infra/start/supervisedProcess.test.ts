import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { shortForm } from './childLog.ts';
import { SupervisedProcess } from './supervisedProcess.ts';

test('a child that crashes again and again is given up with a reason', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'studio-supervised-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const reason = await new Promise<string>((resolve, reject) => {
    const child = new SupervisedProcess({
      name: 'job-runner',
      entry: fileURLToPath(new URL('./fixtures/jobRunner.ts', import.meta.url)),
      environment: { PATH: process.env.PATH, STUDIO_DATA: folder, FIXTURE_CRASH_WHEN_READY: 'jobRunner' },
      logFolder: folder,
      terminalLevel: 'silent',
      readyTimeoutMs: 20_000,
      backOffMs: [1, 2],
      onLaunched: () => undefined,
      onGivenUp: resolve,
    });
    child.start().catch(reject);
  });
  expect(reason).toBe(`job-runner ended 3 times within a minute (code 4). Its log: ${join(folder, 'job-runner.log')}`);
});

test('the terminal shows warnings in short form and anything that is not a log entry', () => {
  const entry = (level: number) => JSON.stringify({ level, time: 0, msg: 'Disk is slow', err: { message: 'EIO' } });
  expect(shortForm('collab-server', entry(30), 'warn')).toBeUndefined();
  expect(shortForm('collab-server', entry(40), 'warn')).toBe('00:00:00 warn  collab-server: Disk is slow (EIO)');
  expect(shortForm('collab-server', 'SyntaxError: Unexpected token', 'warn')).toBe(
    'collab-server: SyntaxError: Unexpected token',
  );
  expect(shortForm('collab-server', '{"level":4', 'warn')).toBe('collab-server: {"level":4');
  expect(shortForm('collab-server', '', 'warn')).toBeUndefined();
});

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runProcess } from './runProcess.ts';

/** True while a process of that id runs; one that has ended but was not collected yet counts as gone. */
function isRunning(pid: number): boolean {
  try {
    return !/ [ZX] /.test(
      execFileSync('ps', ['-o', 'stat=', '-p', `${pid}`])
        .toString()
        .replace(/^(.)/, ' $1 '),
    );
  } catch {
    return false;
  }
}

async function waitUntilGone(pid: number): Promise<boolean> {
  const deadline = performance.now() + 5000;
  while (isRunning(pid)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

test('a program ends with the process that started it', async () => {
  const module = new URL('./runProcess.ts', import.meta.url).href;
  const script = `
    import { runProcess } from ${JSON.stringify(module)};
    void runProcess({ program: 'sh', args: ['-c', 'echo $$; exec sleep 60'], onOutput: (pid) => {
      process.stdout.write(pid, () => process.exit(0));
    } });`;
  const pid = Number(execFileSync(process.execPath, ['--input-type=module', '-e', script]).toString());
  expect(pid).toBeGreaterThan(1);
  expect(await waitUntilGone(pid)).toBe(true);
});

test('output is returned whole, and a program that gives too much is refused', async () => {
  expect(await runProcess({ program: 'echo', args: ['take'] })).toEqual({ ok: true, value: Buffer.from('take\n') });
  const flood = { program: 'head', args: ['-c', `${65 * 1024 * 1024}`, '/dev/zero'] };
  expect(await runProcess(flood)).toMatchObject({ failure: { reason: 'media-refused' } });
});

test('a program over its time is stopped, even behind a wrapper that leaves a child', async () => {
  const started = performance.now();
  const call = { program: 'sh', args: ['-c', 'trap "" TERM; sleep 7 & wait; wait'], timeoutMs: 200 };
  expect(await runProcess(call)).toMatchObject({
    failure: { reason: 'timed-out', message: expect.stringContaining('0.2 s') },
  });
  expect(performance.now() - started).toBeLessThan(5000);
});

test('a failing program is quoted by its last lines', async () => {
  const call = { program: 'sh', args: ['-c', 'for n in 1 2 3 4 5 6 7 8 9; do echo line $n >&2; done; exit 4'] };
  const outcome = await runProcess(call);
  expect(outcome).toMatchObject({ ok: false, failure: { reason: 'program-failed' } });
  expect(!outcome.ok && outcome.failure.message).toMatch(/exit 4\): line 4\n.*line 9$/s);
});

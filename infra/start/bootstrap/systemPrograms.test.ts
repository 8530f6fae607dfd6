import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { ensurePrograms, forStart, forTests, missingNotice } from './systemPrograms.mjs';

let folder = '';
const bin = () => join(folder, 'bin');
const options = () => ({ always: false, stamp: join(folder, 'cache', 'apt-failed') });

function addProgram(name: string, script: string): void {
  writeFileSync(join(bin(), name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** A machine with nothing but a shell: the search path holds only what a test puts there. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studio-programs-'));
  mkdirSync(bin());
  for (const name of ['env', 'true', 'touch', 'chmod']) symlinkSync(`/usr/bin/${name}`, join(bin(), name));
  addProgram('sudo', 'shift; exec "$@"');
  vi.stubEnv('PATH', bin());
  vi.stubEnv('FFMPEG_PATH', undefined);
  vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });
});

/** Notes how it was called, and "installs" by making an empty program for each package. */
function addApt(result: 'installs' | 'fails'): void {
  const install = `for word; do case "$word" in ffmpeg|git-lfs) touch "${bin()}/$word"; chmod +x "${bin()}/$word";; esac; done`;
  addProgram(
    'apt-get',
    `echo "$DEBIAN_FRONTEND $RUNLEVEL $*" >> ${folder}/calls\n${result === 'installs' ? install : 'exit 100'}`,
  );
}

const calls = () =>
  existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : [];

test('what is missing is installed in one go, and nothing when all is there', async () => {
  addApt('installs');
  expect(await ensurePrograms(forStart, options())).toEqual([]);
  expect(await ensurePrograms(forStart, options())).toEqual([]);
  expect(calls()).toEqual(['noninteractive 1 install -y -q --no-install-recommends ffmpeg git-lfs']);
});

test('an install that fails is tried with a fresh list, then named, and not tried again at the next start', async () => {
  addApt('fails');
  const missing = await ensurePrograms(forStart, options());
  expect(missing.map(({ name }) => name)).toEqual(['ffmpeg', 'git-lfs']);
  expect(missingNotice(missing)).toBe(
    'Starting without films and video Takes (ffmpeg) and media in project repositories (git-lfs). To have them: sudo apt-get install ffmpeg git-lfs',
  );
  expect(calls().map((line) => line.split(' ')[2])).toEqual(['install', 'update']);
  await ensurePrograms(forStart, options());
  expect(calls()).toHaveLength(2);
  await ensurePrograms(forStart, { ...options(), always: true });
  expect(calls()).toHaveLength(4);
});

test('an ffmpeg of your own is enough', async () => {
  vi.stubEnv('FFMPEG_PATH', '/opt/ffmpeg');
  expect((await ensurePrograms(forStart, options())).map(({ name }) => name)).toEqual(['git-lfs']);
});

test('without apt the missing programs are named', async () => {
  const missing = await ensurePrograms(forTests, options());
  expect(missing.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['git', 'ffmpeg', 'git-lfs', 'redis-server', 'chromium']),
  );
});

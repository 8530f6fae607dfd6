import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { runQuietly } from './runCommand.mjs';

/** @typedef {{ name: string, aptPackage: string, isThere: (path: string) => boolean }} SystemProgram */

const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Whether one of `names` is a program on the search path.
 * @param {string} path as in $PATH
 * @param {readonly string[]} names
 */
export function isOnPath(path, names) {
  return path.split(delimiter).some((folder) =>
    names.some((name) => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );
}

/**
 * @param {string} aptPackage
 * @param {readonly string[]} names
 * @returns {SystemProgram}
 */
function program(aptPackage, names = [aptPackage]) {
  return { name: names[0] ?? aptPackage, aptPackage, isThere: (path) => isOnPath(path, names) };
}

/** @type {SystemProgram} */
const postgresql = {
  name: 'postgresql',
  aptPackage: 'postgresql',
  isThere: () =>
    existsSync('/usr/lib/postgresql') &&
    readdirSync('/usr/lib/postgresql').some((version) => existsSync(`/usr/lib/postgresql/${version}/bin/initdb`)),
};

/** @type {SystemProgram} */
const ffmpeg = {
  name: 'ffmpeg',
  aptPackage: 'ffmpeg',
  isThere: (path) => Boolean(process.env.FFMPEG_PATH) || isOnPath(path, ['ffmpeg']),
};

/** What the studio uses beside its packages. */
export const forStart = [ffmpeg, program('git-lfs')];

/** What the tests need beside that. */
export const forTests = [
  program('git'),
  ...forStart,
  program('redis-server'),
  program('chromium', ['chromium', 'chromium-browser', 'google-chrome']),
  postgresql,
];

/**
 * The programs that are not on this machine.
 * @param {readonly SystemProgram[]} programs
 */
export function findMissing(programs) {
  return programs.filter(({ isThere }) => !isThere(process.env.PATH ?? ''));
}

/** How to run apt-get here, or undefined where we may not. */
async function aptPrefix() {
  if (!isOnPath(process.env.PATH ?? '', ['apt-get'])) return undefined;
  if (process.getuid?.() === 0) return [];
  return runQuietly('sudo', ['-n', 'true']).then(
    () => ['sudo', '-n', 'env'],
    () => undefined,
  );
}

/**
 * @param {readonly string[]} prefix
 * @param {readonly string[]} packages
 */
async function aptInstall(prefix, packages) {
  // RUNLEVEL=1 keeps Debian from starting the servers it installs: the tests start their own.
  const words = [...prefix, 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get'];
  const install = [...words, 'install', '-y', '-q', '--no-install-recommends', ...packages];
  try {
    await runQuietly('env', install);
  } catch {
    // The usual reason is an old or empty list of packages.
    await runQuietly('env', [...words, 'update', '-q']);
    await runQuietly('env', install);
  }
}

/** @param {string} stamp */
function hasFailedLately(stamp) {
  return existsSync(stamp) && Date.now() - statSync(stamp).mtimeMs < RETRY_AFTER_MS;
}

/**
 * Installs the programs that are missing, where we may, and gives back those that still are.
 * @param {readonly SystemProgram[]} programs
 * @param {{ always: boolean, stamp?: string }} options `always`: also when it failed within the last day, which the file `stamp` remembers
 */
export async function ensurePrograms(programs, { always, stamp = join(cacheFolder, 'apt-failed') }) {
  const missing = findMissing(programs);
  if (missing.length === 0 || (!always && hasFailedLately(stamp))) return missing;
  const prefix = await aptPrefix();
  if (!prefix) return missing;
  const packages = missing.map(({ aptPackage }) => aptPackage);
  try {
    await withProgress(`Installing ${packages.join(', ')} (apt-get)`, () => aptInstall(prefix, packages));
  } catch (error) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, String(error));
    console.log(
      String(error instanceof Error ? error.message : error)
        .split('\n')
        .slice(-3)
        .join('\n'),
    );
  }
  return findMissing(programs);
}

/**
 * The one line that a start without some programs prints.
 * @param {readonly SystemProgram[]} missing
 */
export function missingNotice(missing) {
  const lost = missing.map(({ name }) =>
    name === 'ffmpeg' ? 'films and video Takes (ffmpeg)' : `media in project repositories (${name})`,
  );
  return `Starting without ${lost.join(' and ')}. To have them: ${installAdvice(missing)}`;
}

/**
 * The one line that says what to install.
 * @param {readonly SystemProgram[]} missing
 */
export function installAdvice(missing) {
  return `sudo apt-get install ${missing.map(({ aptPackage }) => aptPackage).join(' ')}`;
}

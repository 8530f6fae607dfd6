import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withProgress } from './progress.mjs';
import { runQuietly } from './runCommand.mjs';

const NEEDED_MAJOR = 24;

/**
 * Whether a version of Node is new enough to run the studio.
 * @param {string} version such as "24.21.0"
 */
export function isNewEnough(version) {
  return Number(version.replace(/^v/, '').split('.')[0]) >= NEEDED_MAJOR;
}

/**
 * The path of a Node that runs the studio: our own when it is new enough, else the one remembered from an earlier start, else one that npm
 * fetches.
 * @param {{ version: string, execPath: string, memory: string, fetch: () => Promise<string>, versionOf: (path: string) => Promise<string> }} machine
 * `memory` is a file that holds the path of a fetched Node
 * @returns {Promise<string>}
 */
export async function chooseNode({ version, execPath, memory, fetch, versionOf }) {
  if (isNewEnough(version)) return execPath;
  if (existsSync(memory)) {
    const remembered = readFileSync(memory, 'utf8').trim();
    const found = existsSync(remembered) ? await versionOf(remembered).catch(() => '0') : '0';
    if (isNewEnough(found)) return remembered;
  }
  const fetched = await fetch();
  if (!isNewEnough(await versionOf(fetched))) throw new Error(`${fetched} is older than Node ${NEEDED_MAJOR}.`);
  mkdirSync(join(memory, '..'), { recursive: true });
  writeFileSync(memory, fetched);
  return fetched;
}

/** Fetches Node with npm; resolves with the path of its executable. */
export async function fetchNode() {
  const label = `Node ${process.versions.node} is older than ${NEEDED_MAJOR}: fetching Node ${NEEDED_MAJOR} with npx`;
  return withProgress(label, async () => {
    const print = ['--yes', '-p', `node@${NEEDED_MAJOR}`, '--', 'node', '-p', 'process.execPath'];
    const output = await runQuietly('npx', print);
    const path = output.split('\n').find((line) => line.startsWith('/') && existsSync(line.trim()));
    if (path === undefined) throw new Error(`npx fetched no Node ${NEEDED_MAJOR}. It said:\n${output}`);
    return path.trim();
  });
}

/**
 * The version of the Node at a path.
 * @param {string} path
 */
export async function nodeVersion(path) {
  return (await runQuietly(path, ['-p', 'process.versions.node'])).trim();
}

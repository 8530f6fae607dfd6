import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withProgress } from './progress.mjs';
import { runQuietly } from './runCommand.mjs';

const SOURCES = ['client', 'shared', 'package-lock.json'];
const NOT_SOURCES = new Set(['node_modules', 'dist', '.turbo']);

/**
 * One hash over the names and contents of all files from which the client is built.
 * @param {string} root
 */
export function hashSources(root) {
  const hash = createHash('sha256');
  /** @param {string} path */
  const add = (path) => {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  };
  /** @param {string} folder */
  const walk = (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (NOT_SOURCES.has(entry.name) || /\.test\.tsx?$/.test(entry.name)) continue;
      if (entry.isDirectory()) walk(`${folder}/${entry.name}`);
      else add(`${folder}/${entry.name}`);
    }
  };
  for (const source of SOURCES) {
    if (source.includes('.')) add(source);
    else walk(source);
  }
  return hash.digest('hex');
}

/**
 * Whether the built client comes from the sources as they are.
 * @param {string} root
 */
export function isClientBuilt(root) {
  const stamp = join(root, 'client', 'dist', '.built-from');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashSources(root);
}

/**
 * Builds the browser application, unless it is built from these very sources.
 * @param {string} root
 * @param {string} node path of the Node that runs the build
 */
export async function ensureClientBuilt(root, node) {
  if (isClientBuilt(root)) return;
  const built = hashSources(root);
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  await withProgress('Building the browser application', () =>
    runQuietly(node, [vite, 'build', '--logLevel', 'warn'], { cwd: join(root, 'client') }),
  );
  writeFileSync(join(root, 'client', 'dist', '.built-from'), built);
}

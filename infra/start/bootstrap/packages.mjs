import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withProgress } from './progress.mjs';
import { runQuietly } from './runCommand.mjs';

/** @typedef {{ version?: string, link?: boolean, optional?: boolean, peer?: boolean, devOptional?: boolean }} LockedPackage */

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readLockedPackages(path) {
  if (!existsSync(path)) return undefined;
  const lock = /** @type {{ packages: Record<string, LockedPackage> }} */ (JSON.parse(readFileSync(path, 'utf8')));
  return lock.packages;
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes what it installed to node_modules/.package-lock.json at the very end,
 * so an install that was interrupted does not count.
 * @param {string} folder of the package-lock.json
 */
export function arePackagesInstalled(folder) {
  const wanted = readLockedPackages(join(folder, 'package-lock.json'));
  const installed = readLockedPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, link, optional, devOptional, peer }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = installed[path];
    if (!found) return Boolean(optional || devOptional || peer);
    return link === true || found.version === version;
  });
}

/**
 * Installs the packages that package-lock.json names, unless they are there.
 * @param {string} folder
 */
export async function ensurePackages(folder) {
  if (arePackagesInstalled(folder)) return;
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'];
  await withProgress('Installing packages (npm ci)', () => runQuietly('npm', ['ci', ...quiet], { cwd: folder }));
}

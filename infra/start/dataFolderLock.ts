import { accessSync, constants, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '@studio/shared/result';
import { isAlive, startTimeOf } from './processIdentity.ts';

interface Holder {
  readonly pid: number;
  readonly startTime?: string;
}

/** The right to use a data folder; nobody else gets it before `release`, or before this process has died. */
export interface DataFolderLock {
  release(): void;
}

const TAKEOVER_LIMIT_MS = 5000;

function tryWrite(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    // Gone, or cut short by a crash while it was written: nobody holds it.
    return undefined;
  }
}

function isRunning(holder: Holder): boolean {
  if (!isAlive(holder.pid)) return false;
  // After a restart of the machine another process may have the same number.
  return holder.startTime === undefined || startTimeOf(holder.pid) === holder.startTime;
}

function isOlderThan(path: string, ageMs: number, clock: () => number): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && clock() - stat.mtimeMs > ageMs;
}

/** Makes the data folder when there is none. Fails, naming the setting, when it cannot be made or written. */
export function makeDataFolder(folder: string): Result<null, 'not-writable'> {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return ok(null);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('not-writable', `STUDIO_DATA is '${folder}'; it must be a folder that may be written (${why}).`);
  }
}

/** Locks a data folder for this process. Fails when a running studio uses it, and takes over the lock of one that died. */
export function lockDataFolder(folder: string, clock: () => number): Result<DataFolderLock, 'in-use'> {
  const path = join(folder, 'studio.lock');
  const startTime = startTimeOf(process.pid);
  const self: Holder = { pid: process.pid, ...(startTime === undefined ? {} : { startTime }) };
  const lock: DataFolderLock = { release: () => rmSync(path, { force: true }) };
  if (tryWrite(path, self)) return ok(lock);
  const holder = readHolder(path);
  if (holder && isRunning(holder)) {
    return fail(
      'in-use',
      `A studio is running on ${folder} already (process ${holder.pid}). Stop it, or give this one a folder of its own with STUDIO_DATA.`,
    );
  }
  // Two new starts may both see the dead lock: only the one that makes this file replaces it.
  const takeover = join(folder, 'studio.lock.takeover');
  if (isOlderThan(takeover, TAKEOVER_LIMIT_MS, clock)) rmSync(takeover, { force: true });
  if (!tryWrite(takeover, self))
    return fail('in-use', `Another studio is just starting on ${folder}. Try again in a few seconds.`);
  try {
    const current = readHolder(path);
    if (current && isRunning(current))
      return fail('in-use', `A studio has just started on ${folder} (process ${current.pid}).`);
    writeFileSync(path, JSON.stringify(self));
    return ok(lock);
  } finally {
    rmSync(takeover, { force: true });
  }
}

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, startTimeOf } from './processIdentity.ts';

const PATIENCE_MS = 3000;

interface RecordedChild {
  readonly pid: number;
  readonly startTime?: string;
}

function folderOf(dataFolder: string): string {
  return join(dataFolder, 'processes');
}

/** Notes a child of this run, so that the next run finds it if we are killed. */
export function recordChild(dataFolder: string, name: string, pid: number): void {
  mkdirSync(folderOf(dataFolder), { recursive: true });
  const startTime = startTimeOf(pid);
  const child: RecordedChild = { pid, ...(startTime === undefined ? {} : { startTime }) };
  writeFileSync(join(folderOf(dataFolder), `${name}.json`), JSON.stringify(child));
}

/** Forgets the children of a run that ended in order. */
export function forgetChildren(dataFolder: string): void {
  rmSync(folderOf(dataFolder), { recursive: true, force: true });
}

function recordedChildren(dataFolder: string): RecordedChild[] {
  mkdirSync(folderOf(dataFolder), { recursive: true });
  return readdirSync(folderOf(dataFolder)).flatMap((file) => {
    try {
      return [JSON.parse(readFileSync(join(folderOf(dataFolder), file), 'utf8')) as RecordedChild];
    } catch {
      // Cut short by a crash while it was written: that child ends by itself when its supervisor is gone.
      return [];
    }
  });
}

/** Ends the children of a run that was killed and that have not noticed yet: they hold the port, and two runs must not write at once. */
export async function endOrphans(dataFolder: string): Promise<void> {
  const isRunning = ({ pid, startTime }: RecordedChild) => isAlive(pid) && startTimeOf(pid) === startTime;
  const orphans = recordedChildren(dataFolder).filter(isRunning);
  const end = (signal: 'SIGTERM' | 'SIGKILL') => {
    for (const orphan of orphans.filter(isRunning)) process.kill(orphan.pid, signal);
  };
  end('SIGTERM');
  for (let waitedMs = 0; waitedMs < PATIENCE_MS && orphans.some(isRunning); waitedMs += 50) await delay(50);
  end('SIGKILL');
  while (orphans.some(isRunning)) await delay(20);
  forgetChildren(dataFolder);
}

import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

interface ProcessTimes {
  readonly parent: number;
  /** CPU seconds of its own, all threads. */
  readonly own: number;
  /** CPU seconds of those of its children that have ended. */
  readonly ended: number;
}

/** CPU seconds of a process and all that it started, those that ended included; 0 where /proc is not to be had. */
export function treeCpuSeconds(root: number): number {
  return treeOf(root).reduce((sum, [, { own, ended }]) => sum + own + ended, 0);
}

/** A process and all that it started and that are there now; empty where /proc is not to be had. */
export function treePids(root: number): readonly number[] {
  return treeOf(root).map(([pid]) => pid);
}

/** CPU seconds that the whole machine has been busy; 0 where /proc is not to be had. */
export function busySeconds(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] =
    readProc('/proc/stat')?.split('\n')[0]?.split(/\s+/).slice(1).map(Number) ?? [];
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
}

function treeOf(root: number): readonly (readonly [number, ProcessTimes])[] {
  const all = listPids().flatMap((pid) => entryOf(pid));
  const below = (pid: number): readonly (readonly [number, ProcessTimes])[] =>
    all.flatMap((entry) => (entry[1].parent === pid ? [entry, ...below(entry[0])] : []));
  return [...all.filter(([pid]) => pid === root), ...below(root)];
}

function entryOf(pid: number): [number, ProcessTimes][] {
  const times = timesOf(pid);
  return times ? [[pid, times]] : [];
}

function timesOf(pid: number): ProcessTimes | undefined {
  // The name before the parenthesis may hold anything; fields are counted from behind it.
  const fields = readProc(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ')
    .map(Number);
  if (!fields) return undefined;
  const [, parent = 0] = fields;
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return { parent, own: (user + system) / TICKS_PER_SECOND, ended: (endedUser + endedSystem) / TICKS_PER_SECOND };
}

function listPids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isSafeInteger);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // ESRCH: the process ended while it was read.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

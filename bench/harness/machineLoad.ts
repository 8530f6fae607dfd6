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
  const processes = new Map(listPids().flatMap((pid) => entryOf(pid)));
  const seconds = (pid: number): number => {
    const times = processes.get(pid);
    if (!times) return 0;
    const children = [...processes].filter(([, { parent }]) => parent === pid);
    return times.own + times.ended + children.reduce((sum, [child]) => sum + seconds(child), 0);
  };
  return seconds(root);
}

/** CPU seconds that the whole machine has been busy; 0 where /proc is not to be had. */
export function busySeconds(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] =
    readProc('/proc/stat')?.split('\n')[0]?.split(/\s+/).slice(1).map(Number) ?? [];
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
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

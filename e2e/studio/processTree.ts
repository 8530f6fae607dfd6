import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it started, directly or not, as far as they still hang on it. */
export function processTree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? statusOf(pid)?.parent : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found: number[] = [];
  for (let waiting = [root], pid = waiting.shift(); pid !== undefined; pid = waiting.shift()) {
    found.push(pid);
    waiting = [...waiting, ...(children.get(pid) ?? [])];
  }
  return found;
}

/** Those of the processes that still run; one that has ended and was not yet collected by its parent does not. */
export function stillRunning(pids: readonly number[]): readonly number[] {
  return pids.filter((pid) => {
    const state = statusOf(pid)?.state;
    return state !== undefined && state !== 'Z' && state !== 'X';
  });
}

/** Ends a process and all that it started at one moment, as a power cut would: nobody sees another die and tidies up. */
export function killTree(root: number): readonly number[] {
  const pids = new Set<number>();
  // Stopped first: a process that runs on could start others while these are counted.
  for (let count = -1; count !== pids.size; ) {
    count = pids.size;
    for (const pid of processTree(root)) {
      pids.add(pid);
      signal(pid, 'SIGSTOP');
    }
  }
  for (const pid of pids) signal(pid, 'SIGKILL');
  return [...pids];
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function statusOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it may hold anything, so fields count from its closing bracket.
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

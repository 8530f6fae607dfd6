import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, setPriority } from 'node:os';

/** How the machine is shared out, as taskset names cores; what is not there is left to the system. */
export interface Cores {
  readonly server?: string;
  readonly generator?: string;
  readonly database?: string;
}

/** As nice has it: -20 goes before everything. */
const FIRST = -15;

/** A core for the server and the rest for the load, where there are two or more; the database goes where there is room. */
export function shareOutCores(): Cores {
  const last = cpus().length - 1;
  if (process.platform !== 'linux' || last < 1) return {};
  return { server: '0', generator: last === 1 ? '1' : `1-${last}`, database: `0-${last}` };
}

/** Makes this process the generator: it keeps to the cores of the load, and goes first. What it starts from now on inherits both. */
export function becomeGenerator({ generator }: Cores): void {
  if (generator !== undefined) keepTo(process.pid, generator);
  goFirst([process.pid]);
}

/** Keeps a process, all its threads and what it starts to cores. */
export function keepTo(pid: number, cores: string): void {
  execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
}

/** Lets processes go before what else the machine does, where that is allowed. */
export function goFirst(pids: readonly number[]): void {
  if (process.getuid?.() !== 0) return;
  for (const pid of pids) {
    try {
      setPriority(pid, FIRST);
      // Linux weighs sessions against each other before it weighs the processes of one.
      writeFileSync(`/proc/${pid}/autogroup`, String(FIRST));
    } catch (error) {
      // The process has ended, or this system weighs no sessions.
      if (!['ENOENT', 'ESRCH', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? systemCode(error)))
        throw error;
    }
  }
}

function systemCode(error: unknown): string {
  return (error as { readonly info?: { readonly code?: string } }).info?.code ?? '';
}

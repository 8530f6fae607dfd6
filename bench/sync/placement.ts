import { execFileSync } from 'node:child_process';
import { cpus, setPriority } from 'node:os';

/** How the machine is shared out, as taskset names cores; what is not there is left to the system. */
export interface Cores {
  readonly server?: string;
  readonly generator?: string;
  readonly database?: string;
}

/** A core for the server and the rest for the load, where there are two or more; the database goes where there is room. */
export function shareOutCores(): Cores {
  const last = cpus().length - 1;
  if (process.platform !== 'linux' || last < 1) return {};
  return { server: '0', generator: last === 1 ? '1' : `1-${last}`, database: `0-${last}` };
}

/**
 * Makes this process the generator: it keeps to the cores of the load, and goes before what else the machine does where
 * that is allowed. What it starts from now on inherits both.
 */
export function becomeGenerator({ generator }: Cores): void {
  if (generator !== undefined) keepTo(process.pid, generator);
  if (process.getuid?.() === 0) setPriority(-15);
}

/** Keeps a process, all its threads and what it starts to cores. */
export function keepTo(pid: number, cores: string): void {
  execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
}

import { readFileSync } from 'node:fs';

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not Linux, or the process has just ended.
    return undefined;
  }
}

/** The fields of /proc/PID/stat after the name, which stands in parentheses and may hold spaces; the first is the state. */
function statFields(pid: number): string[] | undefined {
  return readProc(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
}

/** Whether a process with this id runs now; one that has ended and waits for its parent to notice does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return statFields(pid)?.[0] !== 'Z';
}

/** When a process began, in the kernel's own count: with the pid it names one process for ever. Undefined where there is no /proc. */
export function startTimeOf(pid: number): string | undefined {
  return statFields(pid)?.[19];
}

/** The command line of a process, or undefined where there is no /proc. */
export function commandLineOf(pid: number): string | undefined {
  return readProc(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
}

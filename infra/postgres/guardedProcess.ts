import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** A server process that cannot outlive its owner; see `startGuarded`. */
export interface GuardedProcess {
  /** Resolves with the exit code once the server is gone, whoever ended it. */
  readonly exited: Promise<number>;
  /** Asks the server to stop and waits; after `timeoutMs` it is killed. */
  stop(timeoutMs?: number): Promise<void>;
}

export interface GuardedCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Signal that ends the server in an orderly way, without the SIG prefix. */
  readonly stopSignal: 'INT' | 'TERM' | 'QUIT';
  /** stdout and stderr are appended here. */
  readonly logFile: string;
  /** A folder that goes when the server has gone. */
  readonly removeFolder?: string;
  readonly env?: NodeJS.ProcessEnv;
}

// The shell sits between us and the server, in a session of its own: Ctrl-C in the terminal does not reach the server, and when our end of
// the pipe closes, by stop() or because we were killed, the shell stops the server and cleans up.
const GUARD = `
signal=$1; folder=$2; shift 2
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
( cat <&3 >/dev/null; kill -"$signal" "$server" 2>/dev/null ) &
watcher=$!
exec 3<&-
wait "$server"; code=$?
kill "$watcher" 2>/dev/null
[ -z "$folder" ] || rm -rf "$folder"
exit "$code"
`;

/** Starts a server that is stopped in order when `stop()` is called and also when this process dies, even by SIGKILL. */
export function startGuarded(options: GuardedCommand): GuardedProcess {
  const log = openSync(options.logFile, 'a');
  const args = ['-c', GUARD, 'guard', options.stopSignal, options.removeFolder ?? '', options.command, ...options.args];
  const guard = spawn('/bin/sh', args, {
    cwd: '/',
    detached: true,
    stdio: ['pipe', log, log],
    env: options.env ?? {},
  });
  closeSync(log);
  const exited = new Promise<number>((resolve, reject) => {
    guard.once('exit', (code) => resolve(code ?? 1));
    guard.once('error', reject);
  });
  // Whoever awaits `exited` sees a failed spawn; nobody awaiting it must not end the process.
  exited.catch(() => undefined);
  async function stop(timeoutMs = 10_000): Promise<void> {
    guard.stdin?.end();
    const timer = setTimeout(() => guard.pid !== undefined && process.kill(-guard.pid, 'SIGKILL'), timeoutMs);
    await exited.finally(() => clearTimeout(timer));
  }
  return { exited, stop };
}

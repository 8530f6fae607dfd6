import { spawn } from 'node:child_process';
import { fail, ok, type Result } from '@studio/shared/result';

/** How git is run: where, with which search path for programs, what it reads, and how long it may take. */
export interface GitCall {
  readonly cwd: string;
  readonly searchPath: string;
  readonly input?: Iterable<string | Uint8Array>;
  readonly timeoutMs?: number;
}

/** Why git did not do it. */
export type GitFailure = 'git-missing' | 'git-failed';

/**
 * Runs git with an environment of its own: no user or system configuration, no prompt, no inherited GIT_* variable.
 * The value is what it printed; a failure carries the last of what it complained of.
 */
export async function runGit(args: readonly string[], call: GitCall): Promise<Result<string, GitFailure>> {
  const child = spawn('git', [...args], {
    cwd: call.cwd,
    env: gitEnvironment(call.searchPath),
    timeout: call.timeoutMs ?? 120_000,
  });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  // git may end before it read everything; its exit code says why, EPIPE would only hide it.
  child.stdin.on('error', (error) => complaints.push(Buffer.from(error.message)));
  const ended = new Promise<number | Error>((resolve) => {
    child.once('error', resolve);
    child.once('close', (code) => resolve(code ?? 1));
  });
  for (const part of call.input ?? []) {
    if (!child.stdin.write(part))
      await Promise.race([new Promise((resolve) => child.stdin.once('drain', resolve)), ended]);
  }
  child.stdin.end();
  const code = await ended;
  if (code instanceof Error) return fail('git-missing', `git could not be started: ${code.message}. Install git.`);
  if (code === 0) return ok(Buffer.concat(output).toString('utf8'));
  return fail(
    'git-failed',
    `git ${args[0] ?? ''} ended with ${code}: ${Buffer.concat(complaints).toString('utf8').trim().slice(-500)}`,
  );
}

function gitEnvironment(searchPath: string): NodeJS.ProcessEnv {
  return {
    PATH: searchPath,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  };
}

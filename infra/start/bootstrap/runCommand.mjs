import { spawn } from 'node:child_process';

/**
 * The beginning and the end of a long output: npm says the reason first, compilers say it last.
 * @param {string} output
 */
function shorten(output) {
  const lines = output.trim().split('\n');
  return lines.length <= 30 ? lines.join('\n') : [...lines.slice(0, 12), '…', ...lines.slice(-12)].join('\n');
}

/** A command that ended badly; `output` is what it said. */
export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {number} code
   * @param {string} output
   */
  constructor(command, code, output) {
    super(`${command} ended with code ${code}.\n${shorten(output)}`);
    this.code = code;
    this.output = output;
  }
}

/**
 * Runs a command quietly and gives back what it printed. Throws `CommandFailed` with the end of its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>}
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => reject(new CommandFailed(command, 127, error.message)));
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new CommandFailed([command, ...args].join(' '), code ?? 1, output)),
    );
  });
}

/**
 * Runs a command in the foreground, its output on our terminal, and resolves with its exit code. Signals that we get are passed on to it, once
 * each: it has a process group of its own, so that a Ctrl-C reaches it through us alone. If we die, its IPC channel closes.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    const end = () => child.kill('SIGTERM');
    for (const signal of signals) process.on(signal, pass);
    // Whoever started us over a channel is gone.
    process.on('disconnect', end);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, pass);
      process.off('disconnect', end);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

import { createWriteStream, existsSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const ROTATE_AT_BYTES = 20 << 20;
// pino's numbers for its levels.
const LEVELS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60, silent: 100 } as const;

/** The name of a level of pino. */
export type LogLevel = keyof typeof LEVELS;

/** Gives a line of a child's log in short form for the terminal, or undefined when it is below `threshold`. A line that is no JSON is shown as it is. */
export function shortForm(name: string, line: string, threshold: LogLevel): string | undefined {
  const entry = parseEntry(line);
  if (!entry) return line.trim() === '' ? undefined : `${name}: ${line}`;
  if (entry.level < LEVELS[threshold]) return undefined;
  const level = Object.entries(LEVELS).find(([, number]) => number === entry.level)?.[0] ?? String(entry.level);
  const time = new Date(entry.time).toISOString().slice(11, 19);
  const cause = entry.err?.message;
  const detail = cause === undefined || entry.msg?.includes(cause) ? '' : ` (${cause})`;
  return `${time} ${level.padEnd(5)} ${name}: ${entry.msg ?? ''}${detail}`;
}

interface LogEntry {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

function parseEntry(line: string): LogEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line) as LogEntry;
    return typeof entry.level === 'number' && typeof entry.time === 'number' ? entry : undefined;
  } catch {
    // A line cut off by a crash is shown as it is.
    return undefined;
  }
}

/** A log file that grows over starts; the one before it is kept beside it. */
export function openLog(path: string): WriteStream {
  if (existsSync(path) && statSync(path).size > ROTATE_AT_BYTES) renameSync(path, `${path}.1`);
  return createWriteStream(path, { flags: 'a' });
}

/** Copies each line of a stream to the log file, and what is at or above `threshold` to the terminal. */
export function followLog(stream: Readable, log: WriteStream, show: (line: string) => string | undefined): void {
  createInterface({ input: stream }).on('line', (line) => {
    log.write(`${line}\n`);
    const short = show(line);
    if (short !== undefined) console.log(short);
  });
}

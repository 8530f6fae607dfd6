import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

/** The three folders a worker serves. */
export type FileType = 'input' | 'output' | 'temp';

/** A file as a node reports it. */
export interface SavedFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: FileType;
}

/** Says whether a string names one of the three folders. */
export function isFileType(value: string): value is FileType {
  return value === 'input' || value === 'output' || value === 'temp';
}

/** The files of one simulated worker, on disk under one folder. */
export class WorkerFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    for (const type of ['input', 'output', 'temp']) mkdirSync(join(root, type), { recursive: true });
  }

  /** The path of a file, or nothing if the sub-folder leads outside. */
  path(type: FileType, subfolder: string, filename: string): string | undefined {
    const base = resolve(this.#root, type);
    const folder = resolve(base, subfolder);
    if (folder !== base && !folder.startsWith(base + sep)) return undefined;
    return join(folder, basename(filename));
  }

  /** Reserves the next free name of a prefix: `a/b` gives `a/b_00001_.ext`, counting what lies in the folder. */
  reserve(type: FileType, prefix: string, extension: string): { path: string; file: SavedFile } | undefined {
    const stem = basename(prefix);
    const path = this.path(type, dirname(prefix), 'x');
    if (!path) return undefined;
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true });
    const taken = readdirSync(folder).flatMap((name) => {
      const match = name.startsWith(`${stem}_`) ? /^(\d+)/.exec(name.slice(stem.length + 1)) : null;
      return match ? [Number(match[1])] : [];
    });
    const counter = String(Math.max(0, ...taken) + 1).padStart(5, '0');
    const filename = `${stem}_${counter}_.${extension}`;
    const subfolder = relative(resolve(this.#root, type), folder).split(sep).join('/');
    return { path: join(folder, filename), file: { filename, subfolder, type } };
  }

  /** Stores an upload: the same bytes keep their name, other bytes under a taken name get ` (1)`. */
  upload(type: FileType, subfolder: string, name: string, bytes: Buffer, overwrite: boolean): SavedFile | undefined {
    const dot = name.lastIndexOf('.');
    const stem = dot > 0 ? name.slice(0, dot) : name;
    const extension = dot > 0 ? name.slice(dot) : '';
    for (let count = 0; ; count += 1) {
      const filename = count === 0 ? name : `${stem} (${count})${extension}`;
      const path = this.path(type, subfolder, filename);
      if (!path) return undefined;
      const isSame = existsSync(path) && hash(readFileSync(path)) === hash(bytes);
      if (existsSync(path) && !overwrite && !isSame) continue;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
      return { filename: basename(path), subfolder, type };
    }
  }

  /** Reads the file that a LoadImage input names, such as `job/a.png` or `a.png [output]`. */
  readInput(name: string): Buffer | undefined {
    const match = /^(.*) \[(input|output|temp)\]$/.exec(name);
    const bare = match?.[1] ?? name;
    const type = match?.[2] ?? 'input';
    const path = isFileType(type) ? this.path(type, dirname(bare), basename(bare)) : undefined;
    return path && existsSync(path) ? readFileSync(path) : undefined;
  }
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

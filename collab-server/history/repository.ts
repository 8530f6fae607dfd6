import { access, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '@studio/shared/result';
import { gitName, parseCommitMessage, type SnapshotMessage } from './commitMessage.ts';
import { runGit, type GitFailure } from './git.ts';
import type { TreeFile } from './projectTree.ts';

const BRANCH = 'refs/heads/main';
const COMMITTER = 'Production Canvas <studio@studio.invalid>';
// Field and record separators that no commit message holds.
const FIELD = '\u001f';
const RECORD = '\u001e';
/** A lock that git left when its process was killed is removed after this time, in milliseconds. */
const STALE_LOCK_MS = 60_000;

/** A commit as history lists it. */
export interface Commit extends SnapshotMessage {
  readonly oid: string;
  readonly at: number;
}

/** What to commit. `at` is milliseconds since 1970. */
export interface NewCommit {
  readonly files: readonly TreeFile[];
  readonly message: string;
  readonly author: string;
  readonly at: number;
}

/** A project's bare git repository on disk. One writer at a time: the caller holds the project's lock. */
export class Repository {
  readonly folder: string;
  readonly #searchPath: string;

  /** `searchPath` is where git and its programs are looked for, as in PATH. */
  constructor(folder: string, searchPath: string) {
    this.folder = folder;
    this.#searchPath = searchPath;
  }

  /** Makes the repository unless it is there. */
  async ensure(): Promise<Result<void, GitFailure>> {
    const isThere = await access(join(this.folder, 'HEAD')).then(
      () => true,
      () => false,
    );
    if (isThere) return ok(undefined);
    const fresh = `${this.folder}.new`;
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    const made = await runGit(['init', '--quiet', '--bare', '--initial-branch=main', '.'], {
      cwd: fresh,
      searchPath: this.#searchPath,
    });
    if (!made.ok) return made;
    // A repository appears whole or not at all: a killed init leaves only the `.new` folder, which the next try removes.
    await rename(fresh, this.folder);
    return ok(undefined);
  }

  /** The newest commit's id, or undefined before the first. */
  async head(): Promise<string | undefined> {
    const found = await this.#git(['rev-parse', '--verify', '--quiet', BRANCH]);
    return found.ok ? found.value.trim() : undefined;
  }

  /** Commits a whole tree on top of the newest commit; its id. Somebody else's commit in between makes it fail, and nothing is lost. */
  async commit(commit: NewCommit): Promise<Result<string, GitFailure>> {
    await this.#removeStaleLocks(commit.at);
    const head = await this.head();
    const done = await this.#git(['fast-import', '--quiet', '--done'], fastImport(commit, head));
    if (!done.ok) return done;
    const made = await this.#git(['rev-parse', BRANCH]);
    return made.ok ? ok(made.value.trim()) : made;
  }

  /** The commits, newest first, at most `limit`. */
  async log(limit: number): Promise<Result<readonly Commit[], GitFailure>> {
    if ((await this.head()) === undefined) return ok([]);
    const format = `--format=%H${FIELD}%ct${FIELD}%an${FIELD}%B${RECORD}`;
    const listed = await this.#git(['log', `--max-count=${limit}`, format, BRANCH]);
    return listed.ok
      ? ok(
          listed.value
            .split(RECORD)
            .filter((record) => record.trim() !== '')
            .map(parseCommit),
        )
      : listed;
  }

  /** The text of a file at a commit. */
  async fileAt(oid: string, path: string): Promise<Result<string, GitFailure>> {
    return this.#git(['cat-file', 'blob', `${oid}:${path}`]);
  }

  #git(args: readonly string[], input?: Iterable<string | Uint8Array>): Promise<Result<string, GitFailure>> {
    return runGit(args, { cwd: this.folder, searchPath: this.#searchPath, ...(input ? { input } : {}) });
  }

  async #removeStaleLocks(now: number): Promise<void> {
    const lock = join(this.folder, `${BRANCH}.lock`);
    const age = await stat(lock).then(
      (stats) => now - stats.mtimeMs,
      () => 0,
    );
    if (age > STALE_LOCK_MS) await rm(lock, { force: true });
  }
}

function* fastImport(commit: NewCommit, head: string | undefined): Iterable<string | Uint8Array> {
  const seconds = Math.floor(commit.at / 1000);
  yield `commit ${BRANCH}\n`;
  yield `author ${gitName(commit.author)} <studio@studio.invalid> ${seconds} +0000\n`;
  yield `committer ${COMMITTER} ${seconds} +0000\n`;
  yield* bytes(commit.message);
  if (head !== undefined) yield `from ${head}\n`;
  yield 'deleteall\n';
  for (const file of commit.files) {
    yield `M 100644 inline ${JSON.stringify(file.path)}\n`;
    yield* bytes(file.text);
  }
  yield 'done\n';
}

function* bytes(text: string): Iterable<string | Uint8Array> {
  const content = Buffer.from(text, 'utf8');
  yield `data ${content.length}\n`;
  yield content;
  yield '\n';
}

function parseCommit(record: string): Commit {
  const [oid = '', seconds = '0', author = '', ...body] = record.trimStart().split(FIELD);
  const message = parseCommitMessage(body.join(FIELD).trim());
  const authors = [...new Set([author, ...message.authors])];
  return { ...message, authors, oid, at: Number(seconds) * 1000 };
}

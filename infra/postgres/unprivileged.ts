import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** How to run a program that refuses to run as root: the user, and the words to put before the command. */
export interface UnprivilegedUser {
  readonly uid: number;
  readonly gid: number;
  /** The command prefix for a program that must reach `paths`. */
  prefix(paths: readonly string[]): string[];
}

function findUser(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const fields = line?.split(':');
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}

function createUser(name: string): void {
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name], {
    stdio: 'ignore',
  });
}

function isOpenToAll(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** The user under which PostgreSQL runs when we are root (PostgreSQL refuses root); undefined when we are not root. Creates the user `postgres` if there is none. */
export function unprivilegedUser(): UnprivilegedUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (!findUser('postgres')) createUser('postgres');
  const user = findUser('postgres');
  if (!user) throw new Error('As root, PostgreSQL needs a system user "postgres", and it could not be created.');
  return {
    ...user,
    prefix(paths) {
      const drop = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
      if (paths.every(isOpenToAll)) return drop;
      // The project lies under a folder closed to others (such as /root): the server keeps the one capability that lets it walk there.
      const only = '-all,+dac_override';
      return [
        ...drop,
        `--inh-caps=${only}`,
        `--ambient-caps=${only}`,
        `--bounding-set=${only}`,
        '--securebits=+no_setuid_fixup',
      ];
    },
  };
}

/** Gives a folder to the user PostgreSQL runs under; does nothing when we are not root. */
export function giveTo(user: UnprivilegedUser | undefined, folder: string): void {
  if (user) chownSync(folder, user.uid, user.gid);
}

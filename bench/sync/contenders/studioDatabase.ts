import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedBinaries } from '../../../infra/postgres/postgresBinaries.ts';
import { createCluster, startCluster } from '../../../infra/postgres/postgresCluster.ts';
import { treeCpuSeconds, treePids } from '../../harness/machineLoad.ts';
import { goFirst, keepTo } from '../placement.ts';

// As in production: what is acknowledged is on the disk. The test clusters of the repository flush nothing.
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', shared_buffers: '128MB' };

/** The PostgreSQL under ours. */
export interface StudioDatabase {
  readonly url: string;
  /** CPU seconds of all its processes so far. */
  cpuSeconds(): number;
  /** Lets all its processes go first, as the generator does where machines are shared out; each is a session of its own. */
  goFirst(): void;
  stop(): Promise<void>;
}

/** Starts an empty one that flushes to disk, in a temporary folder that goes with it, on the given cores. */
export async function startStudioDatabase(cores: string | undefined): Promise<StudioDatabase> {
  const root = mkdtempSync(join(tmpdir(), 'bench-postgres-'));
  const folder = join(root, 'cluster');
  mkdirSync(folder);
  const binaries = embeddedBinaries();
  await createCluster({ binaries, folder });
  const cluster = await startCluster({
    binaries,
    folder,
    logFile: join(root, 'postgres.log'),
    removeFolder: root,
    stopSignal: 'QUIT',
    settings: DURABLE,
  });
  const postmaster = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  // It would keep to the cores of whoever starts it; connections are processes that it starts, and keep to its own.
  if (cores !== undefined) keepTo(postmaster, cores);
  return {
    url: cluster.url('postgres'),
    cpuSeconds: () => treeCpuSeconds(postmaster),
    goFirst: () => (cores === undefined ? undefined : goFirst(treePids(postmaster))),
    stop: () => cluster.stop(),
  };
}

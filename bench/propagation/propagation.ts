import type { Benchmark, Measurement } from '../harness/benchmark.ts';
import { cpuSecondsOf } from '../harness/machineLoad.ts';
import { quantile } from '../harness/statistics.ts';
import { measurePropagation, type EditLoad, type Room } from './editors.ts';
import { startServerProcess, type ServerProcess } from './serverProcess.ts';

const LOAD: EditLoad = { clients: 20, writers: 5, editsPerSecond: 60, seconds: 5 };
const WARM_UP: EditLoad = { ...LOAD, seconds: 1 };

/** Where ours is found: the caller starts it, since it needs a database and a project. */
export interface OurServer {
  readonly pid: number;
  /** A document nobody has used yet. */
  newRoom(): Promise<Room>;
}

/**
 * Edit propagation, ours (every edit durable in PostgreSQL before anybody sees it) against bare Hocuspocus (nothing
 * stored). Targets: at most 3× the latency and 2.5× the CPU of a server that keeps nothing.
 */
export function propagationBenchmark(ours: OurServer): Benchmark {
  return {
    name: 'propagation',
    description: 'An edit of one client to every other client of the document',
    ours: { name: 'Production Canvas', run: async (isWarmUp) => measure(ours.pid, await ours.newRoom(), isWarmUp) },
    peer: { name: 'bare @hocuspocus/server', run: measureBare },
    figures: [
      { name: 'p50', unit: 'ms', target: 3 },
      { name: 'p99', unit: 'ms', target: 3 },
      { name: 'cpu', unit: 'µs/delivery', target: 2.5 },
    ],
  };
}

async function measureBare(isWarmUp: boolean): Promise<Measurement> {
  const server: ServerProcess = await startServerProcess(new URL('./bareHocuspocus.ts', import.meta.url), { PATH: '' });
  try {
    return await measure(
      server.pid,
      { url: String(server.ready['url']), documentName: 'room', token: 'any' },
      isWarmUp,
    );
  } finally {
    await server.stop();
  }
}

async function measure(pid: number, room: Room, isWarmUp: boolean): Promise<Measurement> {
  const before = cpuSecondsOf(pid);
  const { latenciesMs, expected } = await measurePropagation(room, isWarmUp ? WARM_UP : LOAD);
  const cpuMicroseconds = (cpuSecondsOf(pid) - before) * 1_000_000;
  return { p50: quantile(latenciesMs, 0.5), p99: quantile(latenciesMs, 0.99), cpu: cpuMicroseconds / expected };
}

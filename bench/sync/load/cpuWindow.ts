import { cpus } from 'node:os';
import { busySeconds, treeCpuSeconds } from '../../harness/machineLoad.ts';
import type { Contender } from '../contenders/contender.ts';

/** What was used between two moments. */
export interface CpuUse {
  /** By the server, and by its database, in microseconds. */
  readonly serverUs: number;
  readonly databaseUs: number;
  /** The part of the whole machine that was busy with what is not ours, 0 to 1. */
  readonly foreignShare: number;
  /** The part of the time in which the server had a core, 0 to 1 and above for more than one. */
  readonly serverShare: number;
}

/** Starts to watch; what it returns ends it and says what was used. */
export function openCpuWindow(contender: Contender): () => CpuUse {
  const read = () => ({
    at: performance.now() / 1000,
    server: contender.cpuSeconds(),
    database: contender.databaseCpuSeconds(),
    own: treeCpuSeconds(process.pid),
    busy: busySeconds(),
  });
  contender.settleIn();
  const begin = read();
  return () => {
    const end = read();
    const seconds = end.at - begin.at;
    const foreign = end.busy - begin.busy - (end.own - begin.own);
    return {
      serverUs: (end.server - begin.server) * 1_000_000,
      databaseUs: (end.database - begin.database) * 1_000_000,
      foreignShare: Math.max(0, foreign / (seconds * cpus().length)),
      serverShare: (end.server - begin.server) / seconds,
    };
  };
}

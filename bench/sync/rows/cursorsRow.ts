import type { Measurement } from '../../harness/figure.ts';
import { quantile } from '../../harness/statistics.ts';
import { CONTENDERS, type Contender } from '../contenders/contender.ts';
import { moveAll, type MoveLoad } from '../load/moveAll.ts';
import type { Row } from '../row.ts';
import { serverCells } from './serverCells.ts';

const LOAD: MoveLoad = { clients: 100, hertz: 20, warmUpSeconds: 1, seconds: 5 };
const SHORT: MoveLoad = { ...LOAD, clients: 30, seconds: 1 };

/** 100 pointers that move twenty times a second, all seen by all. Clients offer compression, as browsers do. */
export const cursorsRow: Row = {
  name: 'cursors',
  description: '100 pointers at 20 Hz, all seeing each other',
  figures: [
    { name: 'cpu', unit: 'ms/s', target: { timesBare: 0.4 } },
    { name: 'bytes', unit: 'B/s a client', target: { timesBare: 0.3, isClockFree: true } },
    // What is gained by telling several movements as one is paid for here.
    { name: 'seen-p50', unit: 'ms' },
    { name: 'seen-p99', unit: 'ms' },
    { name: 'told', unit: 'of movements' },
    { name: 'unseen', unit: 'movements', target: { atMost: 0, isClockFree: true } },
  ],
  cells: (ground, size) =>
    serverCells(ground, CONTENDERS, (contender) => measure(contender, size === 'full' ? LOAD : SHORT)),
};

async function measure(contender: Contender, load: MoveLoad): Promise<Measurement> {
  const { use, receivedBytes, seconds, log } = await moveAll(contender, load);
  const mean = receivedBytes.reduce((sum, bytes) => sum + bytes, 0) / receivedBytes.length;
  // All are to see all: a client that is told much less would make the mean look good.
  if (Math.min(...receivedBytes) < mean / 2) throw new Error(`${contender.name} told one client less than half.`);
  return {
    cpu: use.serverUs / 1000 / seconds,
    bytes: mean / seconds,
    'seen-p50': quantile(log.latenciesMs, 0.5),
    'seen-p99': quantile(log.latenciesMs, 0.99),
    told: log.seen / (load.clients * load.hertz * seconds),
    unseen: log.unseen(),
    foreignShare: use.foreignShare,
  };
}

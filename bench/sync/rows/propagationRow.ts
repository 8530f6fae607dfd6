import type { Measurement } from '../../harness/figure.ts';
import { CONTENDERS, type Contender } from '../contenders/contender.ts';
import { countUnstored } from '../load/countUnstored.ts';
import { flushMs } from '../load/flushMs.ts';
import { type EditLoad, propagate } from '../load/propagate.ts';
import type { Row, RowFigure } from '../row.ts';
import { serverCells } from './serverCells.ts';

const LOAD: EditLoad = {
  clients: 200,
  writers: 200,
  editsPerSecond: 300,
  warmUpSeconds: 1.5,
  seconds: 5,
  kind: 'move',
};
const SHORT: EditLoad = { ...LOAD, clients: 20, writers: 20, editsPerSecond: 100, warmUpSeconds: 0.2, seconds: 1 };
const TYPISTS = { writers: 10, editsPerSecond: 100, kind: 'type' } as const;

const CPU: RowFigure = { name: 'cpu', unit: 'µs/delivery' };
const FURTHER: readonly RowFigure[] = [
  { name: 'database-cpu', unit: 'µs/delivery' },
  // What being durable costs at least, just then.
  { name: 'flush', unit: 'ms' },
  { name: 'server-share', unit: 'of a core' },
  { name: 'bytes', unit: 'B/delivery' },
  { name: 'lost', unit: 'deliveries', target: { atMost: 0, isClockFree: true } },
  { name: 'doubled', unit: 'deliveries' },
];

/** 200 editors, 300 edits a second: what an edit takes to each other editor, and what a delivery costs. */
export const propagationRow: Row = {
  name: 'propagation',
  description: '200 editors of one document, 300 edits a second',
  figures: [
    { name: 'p50', unit: 'ms', target: { timesBare: 1.3 } },
    { name: 'p99', unit: 'ms', target: { timesBare: 1.2 } },
    { ...CPU, target: { timesBare: 1.1 } },
    ...FURTHER,
  ],
  cells: (ground, size) =>
    serverCells(ground, CONTENDERS, (contender) => measure(contender, size === 'full' ? LOAD : SHORT)),
};

/** 200 editors, 1,000 edits a second, and what was written is read back from a server that was killed meanwhile. */
export const rushRow: Row = {
  name: 'rush',
  description: '200 editors of one document, 1,000 edits a second',
  figures: [
    { name: 'p50', unit: 'ms' },
    { name: 'p99', unit: 'ms', target: { timesBare: 1.5 } },
    CPU,
    ...FURTHER,
    { name: 'unstored', unit: 'clocks', target: { atMost: 0, isClockFree: true } },
  ],
  cells: (ground, size) =>
    serverCells(ground, CONTENDERS, async (contender) => {
      const load = size === 'full' ? { ...LOAD, editsPerSecond: 1000 } : { ...SHORT, editsPerSecond: 300 };
      return measure(contender, load, contender.name === 'ours');
    }),
};

/** 500 people in one document, of whom ten type ten times a second each. */
export const crowdRow: Row = {
  name: 'crowd',
  description: '500 editors of one document, ten of them typing',
  figures: [{ name: 'p50', unit: 'ms' }, { name: 'p99', unit: 'ms' }, CPU, ...FURTHER],
  cells: (ground, size) =>
    serverCells(ground, CONTENDERS, (contender) =>
      measure(
        contender,
        size === 'full' ? { ...LOAD, clients: 500, ...TYPISTS } : { ...SHORT, clients: 40, ...TYPISTS },
      ),
    ),
};

/** Measures a contender under a load; `readsBack` kills it afterwards and reads what the next one finds. */
export async function measure(contender: Contender, load: EditLoad, readsBack = false): Promise<Measurement> {
  const { latenciesMs, deliveries, use, receivedBytes, lost, doubled, seat, written } = await propagate(
    contender,
    load,
  );
  const isOurs = contender.name === 'ours';
  const unstored = async () => {
    await contender.restart();
    return { unstored: await countUnstored(seat, written) };
  };
  return {
    p50: at(latenciesMs, 0.5),
    p99: at(latenciesMs, 0.99),
    cpu: use.serverUs / deliveries,
    ...(isOurs ? { 'database-cpu': use.databaseUs / deliveries, flush: flushMs() } : {}),
    'server-share': use.serverShare,
    bytes: receivedBytes / deliveries,
    lost,
    doubled,
    foreignShare: use.foreignShare,
    ...(readsBack ? await unstored() : {}),
  };
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

import type { Benchmark, Contender, Figure, Measurement } from './benchmark.ts';
import { busySeconds } from './machineLoad.ts';
import { median, range } from './statistics.ts';

/** The figures of a benchmark, and how busy the machine was: cores in use, ours and everybody's, on average. */
export interface Report {
  readonly benchmark: string;
  readonly figures: readonly Figure[];
  readonly repetitions: number;
  readonly busyCores: number;
}

/** Runs a benchmark: one warm-up each, then ours and the peer in turn, the order reversed every time (A B, B A, …). */
export async function runBenchmark(
  benchmark: Benchmark,
  repetitions: number,
  say: (line: string) => void,
): Promise<Report> {
  const { ours, peer } = benchmark;
  const began = performance.now();
  const busyAtStart = busySeconds();
  for (const contender of [ours, peer]) {
    say(`${benchmark.name}: warming up ${contender.name}`);
    await contender.run(true);
  }
  const measured = new Map<Contender, Measurement[]>([
    [ours, []],
    [peer, []],
  ]);
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (const contender of repetition % 2 === 0 ? [ours, peer] : [peer, ours]) {
      say(`${benchmark.name}: ${contender.name}, run ${repetition + 1} of ${repetitions}`);
      measured.get(contender)?.push(await contender.run(false));
    }
  }
  const seconds = (performance.now() - began) / 1000;
  return {
    benchmark: benchmark.name,
    figures: compare(benchmark, measured.get(ours) ?? [], measured.get(peer) ?? []),
    repetitions,
    busyCores: (busySeconds() - busyAtStart) / seconds,
  };
}

/** Compares the runs of both contenders figure by figure. A figure that was not measured is a bug and throws. */
export function compare(
  benchmark: Benchmark,
  ours: readonly Measurement[],
  peer: readonly Measurement[],
): readonly Figure[] {
  return benchmark.figures.map((figure) => {
    const [mine, theirs] = [ours, peer].map((runs) => runs.map((run) => valueOf(run, figure.name))) as [
      number[],
      number[],
    ];
    const ratio = median(mine) / median(theirs);
    return {
      name: `${benchmark.name}.${figure.name}`,
      unit: figure.unit,
      ours: median(mine),
      peer: median(theirs),
      peerName: benchmark.peer.name,
      ratio,
      target: figure.target,
      ok: figure.isMoreBetter === true ? ratio >= figure.target : ratio <= figure.target,
      spread: { ours: range(mine), peer: range(theirs) },
    };
  });
}

function valueOf(run: Measurement, name: string): number {
  const value = run[name];
  if (value === undefined || !Number.isFinite(value)) throw new Error(`A run did not measure ${name}.`);
  return value;
}

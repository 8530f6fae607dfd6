import type { Figure, Report } from '../harness/figure.ts';
import { quantile, range } from '../harness/statistics.ts';
import type { DurabilityOutcome } from './runDurability.ts';

/** Fewer acknowledged edits a round would prove nothing. */
const ACKNOWLEDGED_PER_ROUND = 10;
// Longer than a process takes to start and a database to recover, on a machine that does much else meanwhile.
const RECOVERY_MS = { p50: 5000, p99: 15_000 };
/** What a client may hear while something is down: that it is not its own fault, and to try again. */
const HONEST_REFUSALS = new Set(['load-failed', 'not-stored']);

/** The figures of the product's run: each has a target of its own and no peer. */
export function durabilityReport(outcome: DurabilityOutcome, busyCores: number): Report {
  const { rounds, flaws } = outcome;
  const recoveries = rounds.map((round) => round.recoveryMs);
  const refusals = rounds.map((round) => round.refusals.filter((reason) => !HONEST_REFUSALS.has(reason)).length);
  const misplaced = flaws.disordered.size + flaws.vanished.size + flaws.torn.size + flaws.invented.size;
  const figures = [
    acknowledgedFigure('durability.acknowledged', outcome),
    atMost('durability.lost', 'edits', flaws.lost.size, 0),
    atMost('durability.doubled', 'edits', flaws.doubled.size, 0),
    atMost('durability.misplaced', 'edits', misplaced, 0),
    atMost('durability.recovery.p50', 'ms', quantile(recoveries, 0.5), RECOVERY_MS.p50, range(recoveries)),
    atMost('durability.recovery.p99', 'ms', quantile(recoveries, 0.99), RECOVERY_MS.p99, range(recoveries)),
    atMost('durability.misled', 'refusals', sum(refusals), 0, range(refusals)),
  ];
  return { benchmark: 'durability', figures, repetitions: rounds.length, busyCores };
}

/** The figures of the control's run, which is as it should be when the checker caught it. */
export function controlReport(outcome: DurabilityOutcome, busyCores: number): Report {
  const lost = outcome.flaws.lost.size;
  const figures = [
    acknowledgedFigure('durability-control.acknowledged', outcome),
    figure('durability-control.lost', 'edits', lost, 1, lost >= 1),
  ];
  return { benchmark: 'durability-control', figures, repetitions: outcome.rounds.length, busyCores };
}

/** Whether every figure but the times meets its target; times depend on the machine and decide nothing. */
export function keepsItsPromise({ figures }: Report): boolean {
  return figures.every(({ unit, ok }) => unit === 'ms' || ok);
}

/** How long each victim took to come back, as a line for people. */
export function describeRecoveries({ rounds }: DurabilityOutcome): string {
  const victims = [...new Set(rounds.map((round) => round.victim))].toSorted();
  const described = victims.map((victim) => {
    const times = rounds.filter((round) => round.victim === victim).map((round) => round.recoveryMs);
    return `${victim} ${quantile(times, 0.5).toFixed(0)} ms (${times.length} times, at most ${Math.max(...times).toFixed(0)})`;
  });
  return `Recovery, median, by what was killed: ${described.join(', ')}.`;
}

function acknowledgedFigure(name: string, { rounds }: DurabilityOutcome): Figure {
  const acknowledged = rounds.map((round) => round.acknowledged);
  const target = ACKNOWLEDGED_PER_ROUND * rounds.length;
  return figure(name, 'edits', sum(acknowledged), target, sum(acknowledged) >= target, range(acknowledged));
}

function atMost(name: string, unit: string, ours: number, target: number, spread?: readonly [number, number]): Figure {
  return figure(name, unit, ours, target, ours <= target, spread);
}

function figure(
  name: string,
  unit: string,
  ours: number,
  target: number,
  ok: boolean,
  spread: readonly [number, number] = [ours, ours],
): Figure {
  return {
    name,
    unit,
    ours,
    peer: null,
    peerName: null,
    ratio: null,
    target,
    ok,
    spread: { ours: spread, peer: null },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import type { Figure } from '../harness/figure.ts';

/** A figure of a row: its own value against its own target. Times print and decide nothing; counts decide. */
export function atMost(
  name: string,
  unit: 'ms' | 'MB' | 'kB' | 'edits' | 'editors' | 'sockets' | 'documents',
  ours: number,
  target: number,
): Figure {
  return figure(name, unit, ours, target, ours <= target);
}

/** The same, of which there should be at least so many. */
export function atLeast(
  name: string,
  unit: 'edits' | 'editors' | 'sockets' | 'documents',
  ours: number,
  target: number,
): Figure {
  return figure(name, unit, ours, target, ours >= target);
}

function figure(name: string, unit: string, ours: number, target: number, ok: boolean): Figure {
  return {
    name: `servers.${name}`,
    unit,
    ours,
    peer: null,
    peerName: null,
    ratio: null,
    target,
    ok,
    spread: { ours: [ours, ours], peer: null },
  };
}

/** Whether every count meets its target; how long something takes depends on the machine. */
export function keepsItsPromise(figures: readonly Figure[]): boolean {
  return figures.every(({ unit, ok }) => unit === 'ms' || unit === 'MB' || unit === 'kB' || ok);
}

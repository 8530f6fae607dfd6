import { busySeconds } from '../harness/machineLoad.ts';
import type { Report } from '../harness/figure.ts';
import type { RowPlan, ServersRow } from './row.ts';

/** Runs a row once and reports it, with how busy the machine was. */
export async function runRow(row: ServersRow, plan: RowPlan): Promise<Report> {
  const began = performance.now();
  const busyAtStart = busySeconds();
  const figures = await row.run(plan);
  const busyCores = (busySeconds() - busyAtStart) / ((performance.now() - began) / 1000);
  return { benchmark: 'servers', figures, repetitions: 1, busyCores };
}

import { busySeconds } from '../harness/machineLoad.ts';
import type { Report } from '../harness/figure.ts';
import { controlReport, describeRecoveries, durabilityReport } from './durabilityReport.ts';
import { type ServerKind, startKillableStudio } from './killableStudio.ts';
import { type DurabilityPlan, runDurability } from './runDurability.ts';

/** Starts a studio, runs the plan on it and reports. */
export async function measureDurability(
  kind: ServerKind,
  plan: DurabilityPlan,
  environment: NodeJS.ProcessEnv,
): Promise<Report> {
  const began = performance.now();
  const busyAtStart = busySeconds();
  const studio = await startKillableStudio(kind, environment);
  try {
    const outcome = await runDurability(studio, plan);
    plan.say(describeRecoveries(outcome));
    const busyCores = (busySeconds() - busyAtStart) / ((performance.now() - began) / 1000);
    return kind === 'product' ? durabilityReport(outcome, busyCores) : controlReport(outcome, busyCores);
  } finally {
    await studio.stop();
  }
}

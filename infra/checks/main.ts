import { type CheckStep, checkSteps } from './steps.ts';

async function runStep(step: CheckStep): Promise<{ step: CheckStep; problems: string }> {
  const began = performance.now();
  const problems = await step.run().catch((error: unknown) => String(error));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${problems === '' ? 'ok    ' : 'FAILED'} ${seconds.padStart(5)} s  ${step.name}`);
  return { step, problems };
}

const results = await Promise.all(checkSteps.map(runStep));
const failures = results.filter(({ problems }) => problems !== '');
for (const { step, problems } of failures) console.log(`\n── ${step.name}\n${problems}`);
if (failures.length > 0) console.log(`\n${failures.length} of ${results.length} checks failed.`);
process.exitCode = failures.length > 0 ? 1 : 0;

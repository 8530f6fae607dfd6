import { limitsOf, type Pipeline, type Workflow } from '@studio/workflows';
import { onStep } from './pictureSize.ts';

/** The frame count for a length in seconds, at the rate that the workflow itself saves its clip with; undefined when it takes none. */
export function clipLength(pipeline: Pipeline, workflow: Workflow, seconds: number): number | undefined {
  const input = pipeline.inputs.find((candidate) => candidate.name === 'length');
  const framesPerSecond = savedRate(workflow);
  if (!input || framesPerSecond === undefined || seconds <= 0) return undefined;
  const { min = 1, max = 10_000, step = 1 } = limitsOf(input, workflow);
  return onStep(seconds * framesPerSecond, { min, max, step });
}

function savedRate(workflow: Workflow): number | undefined {
  for (const node of Object.values(workflow.graphJson)) {
    const rate = node.inputs['fps'] ?? node.inputs['frame_rate'];
    if (typeof rate === 'number' && rate > 0) return rate;
  }
  return undefined;
}

import { fail, ok, type Result } from '../result.ts';
import { QUALITY_TIERS, tierOf, type QualityTier } from './quality.ts';

/** The tier a run gets, and the sentence that says so when it is not the one asked for. */
export interface TierChoice {
  readonly tier: QualityTier;
  readonly notice: string;
}

/**
 * Chooses the tier of a run: the one asked for when a worker can ever serve it and the pipeline has it, else the highest
 * below. `workerVramGb` lists every registered worker, busy or not. Fails when no worker could ever serve any tier.
 */
export function chooseTier(
  asked: QualityTier['quality'],
  workerVramGb: readonly number[],
  offered: readonly QualityTier['quality'][],
): Result<TierChoice, 'no-worker'> {
  const largest = Math.max(0, ...workerVramGb);
  const wanted = tierOf(asked);
  const possible = QUALITY_TIERS.filter((tier) => tier.vramGb <= wanted.vramGb && offered.includes(tier.quality));
  const tier = possible.findLast((candidate) => candidate.vramGb <= largest);
  if (!tier) {
    const needed = possible[0]?.vramGb ?? wanted.vramGb;
    const have = largest === 0 ? 'No worker is connected' : `The largest worker has ${largest} GB`;
    return fail('no-worker', `${have}; this needs ${needed} GB. Connect a larger worker, then run it again.`);
  }
  if (tier === wanted) return ok({ tier, notice: '' });
  const why = largest < wanted.vramGb ? `the largest worker has ${largest} GB` : 'the pipeline has no such tier';
  return ok({ tier, notice: `${wanted.label} needs ${wanted.vramGb} GB; ${why}. Running at ${tier.label} instead.` });
}

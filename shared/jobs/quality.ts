/** The tiers of quality, lowest first, and the memory a worker needs for each. */
export const QUALITY_TIERS = [
  { quality: 'low', label: 'Low', vramGb: 12, queue: 'gpu-12gb', longestSide: 768 },
  { quality: 'standard', label: 'Standard', vramGb: 16, queue: 'gpu-16gb', longestSide: 1024 },
  { quality: 'high', label: 'High', vramGb: 24, queue: 'gpu-24gb', longestSide: 2048 },
] as const;

/** One row of the table of tiers. */
export type QualityTier = (typeof QUALITY_TIERS)[number];
/** The queues that workers with a GPU serve, named for the memory they need. */
export type GpuQueue = QualityTier['queue'];
/** The queue of renders, which need ffmpeg and no GPU. */
export const RENDER_QUEUE = 'render';

/** The tier of a quality. */
export function tierOf(quality: QualityTier['quality']): QualityTier {
  const tier = QUALITY_TIERS.find((candidate) => candidate.quality === quality);
  if (!tier) throw new RangeError(`No tier is called ${quality}.`);
  return tier;
}

/** The tier a worker with that much memory is of; undefined below the lowest. Cards report a little less than their name says. */
export function tierOfVram(vramBytes: number): QualityTier | undefined {
  const gigabytes = vramBytes / 2 ** 30;
  return QUALITY_TIERS.findLast((tier) => gigabytes >= tier.vramGb * 0.93);
}

/** The queues that a worker of this tier serves, its own first: a larger worker helps smaller queues when its own is empty. */
export function queuesServedBy(tier: QualityTier): readonly GpuQueue[] {
  return QUALITY_TIERS.filter((candidate) => candidate.vramGb <= tier.vramGb)
    .map((candidate) => candidate.queue)
    .reverse();
}

/** The tier one step below, or undefined at the lowest. */
export function tierBelow(tier: QualityTier): QualityTier | undefined {
  return QUALITY_TIERS[QUALITY_TIERS.indexOf(tier) - 1];
}

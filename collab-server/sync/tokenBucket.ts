/** Lets a rate pass, and bursts above it. */
export interface TokenBucket {
  /** Takes tokens; false, taking none, when there are not enough. */
  take(count: number): boolean;
}

/** A bucket of `burst` tokens that fills with `perSecond`. */
export function createTokenBucket(perSecond: number, burst: number, clock: () => number): TokenBucket {
  let tokens = burst;
  let filledAt = clock();
  return {
    take(count) {
      const now = clock();
      tokens = Math.min(burst, tokens + (Math.max(0, now - filledAt) / 1000) * perSecond);
      filledAt = now;
      if (count > tokens) return false;
      tokens -= count;
      return true;
    },
  };
}

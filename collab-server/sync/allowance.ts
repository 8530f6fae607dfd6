import type { RateLimits } from './limits.ts';
import { createTokenBucket } from './tokenBucket.ts';

/** What somebody may still send. */
export interface Allowance {
  /** Counts a message of so many bytes; false when it is one too many. */
  admits(bytes: number): boolean;
  /** Counts a question for a document of so many bytes; false when it is one too many. */
  mayAsk(bytes: number): boolean;
}

/** Our own services may send what they have to. */
export const UNLIMITED: Allowance = { admits: () => true, mayAsk: () => true };

/** Rates and bursts of messages and bytes, for one who is counted by them. */
export function createAllowance(limits: RateLimits, clock: () => number): Allowance {
  const messages = createTokenBucket(limits.messagesPerSecond, limits.messageBurst, clock);
  const bytes = createTokenBucket(limits.bytesPerSecond, limits.byteBurst, clock);
  const asked = createTokenBucket(limits.askedBytesPerSecond, limits.askedByteBurst, clock);
  return {
    mayAsk: (count) => asked.take(count),
    admits(count) {
      const isWithinCount = messages.take(1);
      return bytes.take(count) && isWithinCount;
    },
  };
}

import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusal.ts';

/** Allows `limit` takes of a key within `windowMs`, counted by this server alone. */
export interface RateLimiter {
  /** Milliseconds until the key may be taken again; 0 when it was taken now. */
  take(key: string): number;
  /** Forgets a key. */
  forgive(key: string): void;
}

const MAX_KEYS = 50_000;

/** Counts in fixed windows; forgets windows that ended, so that many addresses do not fill the memory. */
export function createRateLimiter(limit: number, windowMs: number, clock: () => number): RateLimiter {
  const windows = new Map<string, { endsAt: number; count: number }>();
  function sweep(now: number): void {
    for (const [key, window] of windows) if (window.endsAt <= now) windows.delete(key);
    if (windows.size >= MAX_KEYS) windows.clear();
  }
  return {
    take(key) {
      const now = clock();
      if (windows.size >= MAX_KEYS) sweep(now);
      let window = windows.get(key);
      if (!window || window.endsAt <= now) {
        window = { endsAt: now + windowMs, count: 0 };
        windows.set(key, window);
      }
      if (window.count >= limit) return window.endsAt - now;
      window.count += 1;
      return 0;
    },
    forgive: (key) => void windows.delete(key),
  };
}

/** Counts a request against a limiter and refuses it when there were too many. */
export function limitRate(limiter: RateLimiter, key: string): void {
  const waitMs = limiter.take(key);
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  const message = `Too many attempts. Wait ${seconds} s, then try again.`;
  throw new Refusal({ reason: 'rate-limited', message }, seconds);
}

/** The address that a request came from. */
export function addressOf(request: FastifyRequest): string {
  return request.ip;
}

import type { Rate } from '@studio/shared/timeline';

/** Sound is always made at this many samples a second. */
export const sampleRate = 48_000;

/** The sample at which a film frame begins, rounded once from the start of the film so that rounding never adds up. */
export function sampleAt(frame: number, rate: Rate): number {
  return divideRounded(BigInt(frame) * BigInt(rate.den) * BigInt(sampleRate), BigInt(rate.num));
}

/** The microsecond at which a film frame begins, rounded like sampleAt: concat lists drift when each duration is rounded alone. */
export function microsecondAt(frame: number, rate: Rate): number {
  return divideRounded(BigInt(frame) * BigInt(rate.den) * 1_000_000n, BigInt(rate.num));
}

/** Seconds as ffmpeg reads them, with all six decimals. */
export function writeSeconds(microseconds: number): string {
  const digits = String(microseconds).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

function divideRounded(numerator: bigint, denominator: bigint): number {
  return Number((numerator * 2n + denominator) / (denominator * 2n));
}

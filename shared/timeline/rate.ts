/** Frames per second as an exact fraction; `drop: true` means drop-frame timecode labels (29.97 and 59.94 only). */
export type Rate = { readonly num: number; readonly den: number; readonly drop?: boolean };

/** The names under which the studio offers frame rates; `df` is drop-frame. */
export const rateNames = [
  '23.976',
  '24',
  '25',
  '29.97df',
  '29.97',
  '30',
  '47.952',
  '48',
  '50',
  '59.94df',
  '59.94',
  '60',
] as const;

/** One of the frame rates that the studio offers. */
export type RateName = (typeof rateNames)[number];

/** The exact fraction behind each rate name (SMPTE ST 12-1 for the 1001 family). */
export const namedRates: { readonly [name in RateName]: Rate } = Object.freeze({
  '23.976': Object.freeze({ num: 24000, den: 1001 }),
  '24': Object.freeze({ num: 24, den: 1 }),
  '25': Object.freeze({ num: 25, den: 1 }),
  '29.97df': Object.freeze({ num: 30000, den: 1001, drop: true }),
  '29.97': Object.freeze({ num: 30000, den: 1001 }),
  '30': Object.freeze({ num: 30, den: 1 }),
  '47.952': Object.freeze({ num: 48000, den: 1001 }),
  '48': Object.freeze({ num: 48, den: 1 }),
  '50': Object.freeze({ num: 50, den: 1 }),
  '59.94df': Object.freeze({ num: 60000, den: 1001, drop: true }),
  '59.94': Object.freeze({ num: 60000, den: 1001 }),
  '60': Object.freeze({ num: 60, den: 1 }),
});

/** The name of a rate that the studio offers, or null when the fraction is not one of them. */
export function nameOfRate(rate: Rate): RateName | null {
  return rateNames.find((name) => isSameRate(namedRates[name], rate)) ?? null;
}

/** True when two rates count frames alike and label them alike. */
export function isSameRate(a: Rate, b: Rate): boolean {
  return a.num * b.den === b.num * a.den && (a.drop ?? false) === (b.drop ?? false);
}

/** True when the value is a usable rate: positive integers, at most 240 frames a second, drop only where labels are dropped. */
export function isRate(value: unknown): value is Rate {
  if (typeof value !== 'object' || value === null) return false;
  const { num, den, drop } = value as { num?: unknown; den?: unknown; drop?: unknown };
  if (!isPositiveInteger(num) || !isPositiveInteger(den) || num > 1_000_000 || den > 100_000) return false;
  if (num / den > 240 || num / den < 1) return false;
  if (drop === undefined || drop === false) return true;
  return drop === true && den === 1001 && (num === 30000 || num === 60000);
}

/** The number of labels in a second of timecode: 24 for 23.976, 30 for 29.97, 60 for 59.94. */
export function timecodeBase(rate: Rate): number {
  return Math.round(rate.num / rate.den);
}

/** How many labels drop-frame skips each minute except every tenth: 2 at 29.97, 4 at 59.94, else 0. */
export function droppedPerMinute(rate: Rate): number {
  return rate.drop === true ? timecodeBase(rate) / 15 : 0;
}

/** Frames in one hour of timecode labels. */
export function framesPerHour(rate: Rate): number {
  return 3600 * timecodeBase(rate) - 54 * droppedPerMinute(rate);
}

/** Frames in 24 hours of timecode labels, after which labels start again at 00:00:00:00. */
export function framesPerDay(rate: Rate): number {
  return 24 * framesPerHour(rate);
}

/** Seconds that a number of frames lasts. */
export function framesToSeconds(frames: number, rate: Rate): number {
  return (frames * rate.den) / rate.num;
}

/**
 * How many whole frames at `to` fit into `frames` at `from`, rounded down so that a frame past the end of a medium is never promised.
 */
export function convertFrames(frames: number, from: Rate, to: Rate): number {
  const numerator = BigInt(frames) * BigInt(from.den) * BigInt(to.num);
  return Number(numerator / (BigInt(from.num) * BigInt(to.den)));
}

function isPositiveInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

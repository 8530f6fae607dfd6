const UNITS = [
  [86_400_000 * 365, 'year'],
  [86_400_000 * 30, 'month'],
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const;

/** How long ago a time was, in the largest whole unit: “3 hours ago”. Times are milliseconds since 1970. */
export function timeAgo(at: number, now: number): string {
  const elapsed = Math.max(0, now - at);
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  for (const [length, unit] of UNITS) if (elapsed >= length) return words.format(-Math.floor(elapsed / length), unit);
  return 'just now';
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size for people, in units of a thousand: `148 MB`, `2.1 GB`. */
export function bytesInWords(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const isShort = value >= 10 || unit === 0;
  return `${isShort ? Math.round(value) : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

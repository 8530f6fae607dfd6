const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something was, in the shortest words; past a week the date. A clock that runs ahead reads as “just now”. */
export function relativeTime(at: number, now: number, locale = 'en-GB'): string {
  const ago = now - at;
  if (ago < MINUTE) return 'just now';
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`;
  if (ago < DAY) return `${Math.floor(ago / HOUR)} h ago`;
  if (ago < 2 * DAY) return 'yesterday';
  if (ago < 7 * DAY) return `${Math.floor(ago / DAY)} days ago`;
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** The whole date and time, for a tooltip. */
export function wholeTime(at: number, locale = 'en-GB'): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** The time of day, for a list that stands under its date. */
export function timeOfDay(at: number, locale = 'en-GB'): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
}

import { createHash } from 'node:crypto';

// Bright enough on the dark canvas, far enough from each other to tell two cursors apart, and none near amber, which means
// “active” and nothing else.
const COLORS = [
  '#f97066',
  '#ff8fb1',
  '#ee46bc',
  '#c99ade',
  '#b692f6',
  '#7a8cff',
  '#36bffa',
  '#2ed3b7',
  '#4fc37d',
  '#a6c93a',
] as const;

/** The colour in which others see somebody's cursor and name, `#rrggbb`: the same for the same id, always. */
export function presenceColor(id: string): string {
  const index = createHash('sha256').update(id).digest().readUInt32BE() % COLORS.length;
  return COLORS[index] ?? COLORS[0];
}

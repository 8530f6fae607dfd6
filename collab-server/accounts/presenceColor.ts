import { createHash } from 'node:crypto';

// Bright enough on the dark canvas, far enough from each other to tell two cursors apart.
const COLORS = [
  '#f97066',
  '#f79009',
  '#eac54f',
  '#66c61c',
  '#2ed3b7',
  '#36bffa',
  '#7a8cff',
  '#b692f6',
  '#ee46bc',
  '#f38744',
] as const;

/** The colour in which others see somebody's cursor and name, `#rrggbb`: the same for the same id, always. */
export function presenceColor(id: string): string {
  const index = createHash('sha256').update(id).digest().readUInt32BE() % COLORS.length;
  return COLORS[index] ?? COLORS[0];
}

// Five columns by seven rows a letter, one bit a dot, top row first.
const LETTERS: Readonly<Record<string, readonly number[]>> = {
  S: [14, 17, 16, 14, 1, 17, 14],
  I: [14, 4, 4, 4, 4, 4, 14],
  M: [17, 27, 21, 21, 17, 17, 17],
  U: [17, 17, 17, 17, 17, 17, 14],
  L: [16, 16, 16, 16, 16, 16, 31],
  A: [14, 17, 17, 31, 17, 17, 17],
  T: [31, 4, 4, 4, 4, 4, 4],
  E: [31, 16, 16, 30, 16, 16, 31],
  D: [30, 17, 17, 17, 17, 17, 30],
};
const TEXT = 'SIMULATED';
const COLUMNS = 5;
const ROWS = 7;
const ADVANCE = 7;

interface Dot {
  readonly x: number;
  readonly y: number;
}

/** The label's box in pixels, and its lit dots. */
function layOut(width: number, height: number): { size: number; left: number; top: number; dots: Dot[] } {
  const size = Math.max(1, Math.round(height / 480));
  const left = width - (TEXT.length * ADVANCE - 2 + 10) * size;
  const top = height - (ROWS + 10) * size;
  const dots = Array.from(TEXT).flatMap((letter, index) =>
    (LETTERS[letter] ?? []).flatMap((bits, row) =>
      Array.from({ length: COLUMNS }, (_, column) => column)
        .filter((column) => ((bits >> (COLUMNS - 1 - column)) & 1) === 1)
        .map((column) => ({ x: left + (index * ADVANCE + column) * size, y: top + row * size })),
    ),
  );
  return { size, left, top, dots };
}

/** Writes SIMULATED small in the lower right corner, in bytes that are already developed. */
export function stampLabel(rgb: Uint8Array, width: number, height: number): void {
  const { size, dots } = layOut(width, height);
  // A dark copy one dot lower keeps the letters legible on snow and sky.
  for (const { x, y } of dots) fillDot(rgb, width, height, x + size, y + size, size, 0, 0.3);
  for (const { x, y } of dots) fillDot(rgb, width, height, x, y, size, 235, 0.62);
}

/** Takes the label out of a picture that has it, so that a moving camera does not carry it along. */
export function eraseLabel(rgb: Uint8Array, width: number, height: number): void {
  const { size, left, top, dots } = layOut(width, height);
  if (left < 0 || top < ROWS * size * 3) return;
  const level = (x: number, y: number): number => rgb[(y * width + x) * 3 + 1] ?? 0;
  const isLabelled = dots.reduce((sum, { x, y }) => sum + level(x, y) - level(x, top - 2 * size), 0) / dots.length > 12;
  if (!isLabelled) return;
  const margin = size * 2;
  const first = top - margin;
  for (let row = first; row < top + (ROWS + 2) * size; row += 1) {
    // The strip above, mirrored, carries the ground on without a seam.
    const from = (2 * first - 1 - row) * width;
    rgb.copyWithin((row * width + left - margin) * 3, (from + left - margin) * 3, (from + width) * 3);
  }
}

function fillDot(
  rgb: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  size: number,
  level: number,
  opacity: number,
): void {
  for (let row = y; row < Math.min(height, y + size); row += 1) {
    for (let column = Math.max(0, x); column < Math.min(width, x + size); column += 1) {
      const at = (row * width + column) * 3;
      for (let part = 0; part < 3; part += 1) {
        rgb[at + part] = Math.round((rgb[at + part] ?? 0) * (1 - opacity) + level * opacity);
      }
    }
  }
}

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

/** Writes SIMULATED small in the lower right corner, in bytes that are already developed. */
export function stampLabel(rgb: Uint8Array, width: number, height: number): void {
  const dot = Math.max(1, Math.round(height / 480));
  const left = width - (TEXT.length * ADVANCE - 2 + 10) * dot;
  const top = height - (ROWS + 10) * dot;
  for (const shift of [dot, 0]) {
    for (const [index, letter] of Array.from(TEXT).entries()) {
      const rows = LETTERS[letter] ?? [];
      for (const [row, bits] of rows.entries()) {
        for (let column = 0; column < COLUMNS; column += 1) {
          if (((bits >> (COLUMNS - 1 - column)) & 1) === 0) continue;
          const x = left + (index * ADVANCE + column) * dot + shift;
          const y = top + row * dot + shift;
          // A dark copy half a dot lower keeps the letters legible on snow and sky.
          fillDot(rgb, width, height, x, y, dot, shift === 0 ? 235 : 0, shift === 0 ? 0.62 : 0.3);
        }
      }
    }
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

import type { Canvas } from './canvas.ts';
import { hash2 } from './noise.ts';

const BLOOM_SCALE = 8;
const GRAIN_LEVELS = 3;

/** Develops linear light into sRGB bytes: bloom, filmic curve, a cool-shadow warm-light grade, vignette and fine grain. */
export function develop(canvas: Canvas, seed: number): Uint8Array {
  const bloom = blurredHighlights(canvas);
  const { width, height, light } = canvas;
  const rgb = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const v = row / height - 0.5;
    for (let column = 0; column < width; column += 1) {
      const u = (column / width - 0.5) * 1.1;
      const vignette = 1 - (u * u + v * v) * 0.5;
      const at = (row * width + column) * 3;
      const glow = sampleBloom(bloom, column, row);
      const red = film(((light[at] ?? 0) + glow[0]) * vignette);
      const green = film(((light[at + 1] ?? 0) + glow[1]) * vignette);
      const blue = film(((light[at + 2] ?? 0) + glow[2]) * vignette);
      const level = red * 0.3 + green * 0.59 + blue * 0.11;
      const grain =
        ((hash2(column, row, seed) + hash2(row, column, seed + 1) - 1) * GRAIN_LEVELS * (1 - level * 0.6)) / 255;
      rgb[at] = byte(red + (level - 0.45) * 0.024 + grain);
      rgb[at + 1] = byte(green + 0.002 + grain);
      rgb[at + 2] = byte(blue - (level - 0.45) * 0.03 + grain);
    }
  }
  return rgb;
}

/** A shoulder for the highlights and a soft toe, then the display's curve. */
function film(value: number): number {
  const exposed = Math.max(0, value) * 1.12;
  const curved = (exposed * (2.51 * exposed + 0.06)) / (exposed * (2.43 * exposed + 0.72) + 0.12);
  return Math.min(1, Math.max(0, curved)) ** (1 / 2.1);
}

function byte(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 255);
}

interface Bloom {
  readonly width: number;
  readonly height: number;
  readonly light: Float32Array;
}

function blurredHighlights(canvas: Canvas): Bloom {
  const width = Math.ceil(canvas.width / BLOOM_SCALE);
  const height = Math.ceil(canvas.height / BLOOM_SCALE);
  const small = new Float32Array(width * height * 3);
  for (let row = 0; row < canvas.height; row += 1) {
    for (let column = 0; column < canvas.width; column += 1) {
      const from = (row * canvas.width + column) * 3;
      const to = (Math.floor(row / BLOOM_SCALE) * width + Math.floor(column / BLOOM_SCALE)) * 3;
      for (let part = 0; part < 3; part += 1) {
        const over = Math.min(3, Math.max(0, (canvas.light[from + part] ?? 0) - 0.42));
        small[to + part] = (small[to + part] ?? 0) + over / BLOOM_SCALE ** 2;
      }
    }
  }
  const radius = Math.max(1, Math.round(height * 0.045));
  let bloom: Bloom = { width, height, light: small };
  for (let pass = 0; pass < 2; pass += 1) bloom = boxBlur(boxBlur(bloom, radius, 0, 1), radius, 1, 0);
  return bloom;
}

function boxBlur({ width, height, light }: Bloom, radius: number, dy: number, dx: number): Bloom {
  const blurred = new Float32Array(light.length);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      for (let part = 0; part < 3; part += 1) {
        let sum = 0;
        for (let step = -radius; step <= radius; step += 1) {
          const y = Math.min(height - 1, Math.max(0, row + step * dy));
          const x = Math.min(width - 1, Math.max(0, column + step * dx));
          sum += light[(y * width + x) * 3 + part] ?? 0;
        }
        blurred[(row * width + column) * 3 + part] = sum / (radius * 2 + 1);
      }
    }
  }
  return { width, height, light: blurred };
}

function sampleBloom(bloom: Bloom, column: number, row: number): [number, number, number] {
  const x = Math.min(bloom.width - 1.001, Math.max(0, (column + 0.5) / BLOOM_SCALE - 0.5));
  const y = Math.min(bloom.height - 1.001, Math.max(0, (row + 0.5) / BLOOM_SCALE - 0.5));
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [x - left, y - top];
  const at = (top * bloom.width + left) * 3;
  const down = Math.min(1, bloom.height - 1 - top) * bloom.width * 3;
  const part = (index: number): number => {
    const upper = (bloom.light[at + index] ?? 0) * (1 - u) + (bloom.light[at + 3 + index] ?? 0) * u;
    const lower = (bloom.light[at + down + index] ?? 0) * (1 - u) + (bloom.light[at + down + 3 + index] ?? 0) * u;
    return (upper * (1 - v) + lower * v) * 0.85;
  };
  return [part(0), part(1), part(2)];
}

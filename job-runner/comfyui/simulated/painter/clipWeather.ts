import { fractal2, seededRandom } from './noise.ts';

/** What drifts through a clip, painted over its finished frames. */
export type ClipWeather = (rgb: Uint8Array, seconds: number) => void;

/** Reads from a clip's words what moves in the air: rain, snow, mist or dust, a flickering lamp. */
export function clipWeatherOf(prompt: string, seed: number, width: number, height: number): ClipWeather[] {
  const words = prompt.toLowerCase();
  const weather: ClipWeather[] = [];
  if (/\b(mist\w*|fog\w*|haze|smoke|dust|steam)\b/.test(words)) weather.push(drift(seed, width, height));
  if (/\b(rain\w*|storm\w*|downpour)\b/.test(words)) weather.push(rain(seed, width, height));
  if (/\b(snowing|snowfall|blizzard|flakes)\b/.test(words)) weather.push(snow(seed, width, height));
  if (/\b(flicker\w*|candle\w*|firelight)\b/.test(words)) weather.push(flicker(seed));
  return weather;
}

function lighten(rgb: Uint8Array, at: number, amount: number): void {
  for (let part = 0; part < 3; part += 1) {
    const value = rgb[at + part] ?? 0;
    rgb[at + part] = value + (225 - value) * amount;
  }
}

function rain(seed: number, width: number, height: number): ClipWeather {
  const random = seededRandom(seed + 501);
  const drops = Array.from({ length: Math.round(width * 0.55) }, () => ({
    x: random(),
    y: random(),
    near: random() ** 2,
  }));
  return (rgb, seconds) => {
    for (const { x, y, near } of drops) {
      const fallen = (y + seconds * (1.5 + near * 1.6)) % 1.15;
      const rows = Math.round((0.025 + near * 0.06) * height);
      for (let step = 0; step < rows; step += 1) {
        const row = Math.round(fallen * height) - step;
        const column = Math.round(x * 1.15 * width - fallen * height * 0.16 + step * 0.16);
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        lighten(rgb, (row * width + column) * 3, Math.sin((step / rows) * Math.PI) * (0.08 + near * 0.16));
      }
    }
  };
}

function snow(seed: number, width: number, height: number): ClipWeather {
  const random = seededRandom(seed + 601);
  const flakes = Array.from({ length: Math.round(width * 0.4) }, () => ({
    x: random(),
    y: random(),
    near: random() ** 2,
    phase: random() * 6,
  }));
  return (rgb, seconds) => {
    for (const { x, y, near, phase } of flakes) {
      const row = Math.round(((y + seconds * (0.08 + near * 0.16)) % 1) * height);
      const swing = Math.sin(seconds * 1.3 + phase) * 0.01 + seconds * 0.02;
      const column = Math.round(((x + swing) % 1) * width);
      const size = near > 0.5 ? 2 : 1;
      for (let dy = 0; dy < size; dy += 1) {
        for (let dx = 0; dx < size; dx += 1) {
          if (row + dy < height && column + dx < width)
            lighten(rgb, ((row + dy) * width + column + dx) * 3, 0.45 + near * 0.3);
        }
      }
    }
  };
}

const DRIFT_COLUMNS = 256;
const DRIFT_ROWS = 64;

function drift(seed: number, width: number, height: number): ClipWeather {
  const veil = new Float32Array(DRIFT_COLUMNS * DRIFT_ROWS);
  for (let row = 0; row < DRIFT_ROWS; row += 1) {
    for (let column = 0; column < DRIFT_COLUMNS; column += 1) {
      const density = fractal2((column / DRIFT_COLUMNS) * 9, (row / DRIFT_ROWS) * 5, seed + 701, 4);
      const band = Math.sin((row / DRIFT_ROWS) * Math.PI) ** 2;
      veil[row * DRIFT_COLUMNS + column] = Math.max(0, density - 0.42) * band;
    }
  }
  return (rgb, seconds) => {
    for (let row = Math.floor(height * 0.2); row < height * 0.98; row += 1) {
      const v = ((row / height - 0.2) / 0.78) * (DRIFT_ROWS - 1.01);
      for (let column = 0; column < width; column += 1) {
        const u = (column / width) * (DRIFT_COLUMNS * 0.6) + seconds * 5;
        const amount = sampleVeil(veil, u, v) * 0.85;
        if (amount > 0.004) veilOver(rgb, (row * width + column) * 3, amount);
      }
    }
  };
}

/** Mist takes its light from what is around it: it stays dark at night. */
function veilOver(rgb: Uint8Array, at: number, amount: number): void {
  for (let part = 0; part < 3; part += 1) {
    const value = rgb[at + part] ?? 0;
    rgb[at + part] = Math.min(245, value + (26 + value * 0.55) * amount);
  }
}

function sampleVeil(veil: Float32Array, u: number, v: number): number {
  // Going forth and back over the strip avoids a seam where it would repeat.
  const span = DRIFT_COLUMNS - 2;
  const folded = Math.abs(((u + span) % (2 * span)) - span);
  const [left, top] = [Math.floor(folded), Math.floor(v)];
  const [x, y] = [folded - left, v - top];
  const at = top * DRIFT_COLUMNS + left;
  const upper = (veil[at] ?? 0) * (1 - x) + (veil[at + 1] ?? 0) * x;
  const lower = (veil[at + DRIFT_COLUMNS] ?? 0) * (1 - x) + (veil[at + DRIFT_COLUMNS + 1] ?? 0) * x;
  return upper * (1 - y) + lower * y;
}

function flicker(seed: number): ClipWeather {
  return (rgb, seconds) => {
    if (seconds === 0) return;
    const level = 1 + (fractal2(seconds * 5, 0, seed + 801, 3) - 0.5) * 0.16;
    for (let at = 0; at < rgb.length; at += 3) {
      rgb[at] = Math.min(255, (rgb[at] ?? 0) * level);
      rgb[at + 1] = Math.min(255, (rgb[at + 1] ?? 0) * (1 + (level - 1) * 0.8));
      rgb[at + 2] = Math.min(255, (rgb[at + 2] ?? 0) * (1 + (level - 1) * 0.5));
    }
  };
}

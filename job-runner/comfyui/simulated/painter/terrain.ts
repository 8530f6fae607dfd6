import { type Canvas, type Colour, cover, mixColour } from './canvas.ts';
import type { Scene } from './describeScene.ts';
import { crested1, fractal1, fractal2, hash2, smoothstep } from './noise.ts';
import { sunPoint } from './sky.ts';

/** One range of hills: its foot and height in picture heights, its form, and how near it is (0 far, 1 near). */
export interface Ridge {
  readonly base: number;
  readonly amplitude: number;
  readonly frequency: number;
  readonly depth: number;
  readonly form: 'rolling' | 'peaks' | 'dunes';
  readonly trees: number;
  readonly seed: number;
}

/** The height of a ridge's crest at x, as y. */
export function crestOf(ridge: Ridge, x: number): number {
  const at = x * ridge.frequency + (ridge.seed % 1009);
  if (ridge.form === 'peaks') return ridge.base - ridge.amplitude * crested1(at, ridge.seed, 6);
  if (ridge.form === 'dunes')
    return ridge.base - ridge.amplitude * (1 - Math.abs(fractal1(at, ridge.seed, 2) * 2 - 1)) ** 1.3;
  return ridge.base - ridge.amplitude * fractal1(at, ridge.seed, 4) - treeline(ridge, x);
}

function treeline(ridge: Ridge, x: number): number {
  if (ridge.trees === 0) return 0;
  let tallest = 0;
  const spacing = ridge.trees * 0.26;
  const cell = Math.floor(x / spacing);
  for (let tree = cell - 1; tree <= cell + 1; tree += 1) {
    const centre = (tree + 0.2 + hash2(tree, 1, ridge.seed) * 0.6) * spacing;
    const size = ridge.trees * (0.45 + hash2(tree, 2, ridge.seed) * 0.75);
    const away = Math.abs(x - centre) / (size * 0.24);
    // Boughs: a saw on the flank of a narrow cone.
    const flank = Math.max(0, 1 - away - 0.12 * ((away * 5) % 1));
    tallest = Math.max(tallest, size * flank);
  }
  return tallest;
}

/** Paints a ridge: aerial perspective by depth, mist in the valley, light along the crest towards the sun. */
export function paintRidge(canvas: Canvas, scene: Scene, ridge: Ridge, body: Colour): void {
  const { width, height } = canvas;
  const { palette } = scene;
  const [sunX, sunY] = sunPoint(canvas, scene);
  const mistColour = mixColour(palette.haze, palette.skyLow, 0.35);
  const valley = (1 - ridge.depth) * 0.55 + scene.mist * 0.45;
  for (let column = 0; column < width; column += 1) {
    const x = column / height;
    const crest = crestOf(ridge, x) * height;
    const first = Math.max(0, Math.floor(crest));
    const rim = Math.exp(-Math.abs(x - sunX) * 2.4) * palette.sunStrength * (sunY < ridge.base ? 1 : 0.4);
    for (let row = first; row < height; row += 1) {
      const below = (row - crest) / height;
      const texture =
        ridge.depth > 0.3 ? (fractal2(x * 26, (row / height) * 40, ridge.seed, 3) - 0.5) * 0.5 * ridge.depth : 0;
      const fog = Math.min(1, smoothstep(0, 0.24 + ridge.amplitude, below) * valley);
      const shaded = mixColour(body, mistColour, fog);
      const lit = Math.exp(-below * 60) * rim * 0.16;
      const tone: Colour = [
        shaded[0] * (1 + texture) + palette.sun[0] * lit,
        shaded[1] * (1 + texture) + palette.sun[1] * lit,
        shaded[2] * (1 + texture) + palette.sun[2] * lit,
      ];
      cover(canvas, row * width + column, tone, row === first ? Math.min(1, first + 1 - crest) : 1);
    }
  }
}

/** The colour of ground at a depth: far things take the colour of the air. */
export function aerial(scene: Scene, depth: number, near: Colour = scene.palette.near): Colour {
  return mixColour(mixColour(scene.palette.haze, scene.palette.skyLow, 0.25), near, depth ** 0.8);
}

/** Paints dunes: a sharp crest, a lit and a shaded flank, wind ripples. */
export function paintDune(canvas: Canvas, scene: Scene, ridge: Ridge, lit: Colour, shade: Colour): void {
  const { width, height } = canvas;
  for (let column = 0; column < width; column += 1) {
    const x = column / height;
    const crest = crestOf(ridge, x) * height;
    const first = Math.max(0, Math.floor(crest));
    const away = scene.sunX > 0.5 ? 1 : -1;
    for (let row = first; row < height; row += 1) {
      const below = (row - crest) / height;
      const bend = fractal2(x * 3, (row / height) * 3, ridge.seed + 9, 2);
      const ripple = Math.sin((below * 160 + x * 22 + bend * 22) * (1.4 - ridge.depth * 0.6)) * 0.05 * ridge.depth;
      // A flank's edge runs down slanted from its crest, so the slope is read from up along that line.
      const foot = x + below * 1.5 * away + (bend - 0.5) * 0.12;
      const slope = (crestOf(ridge, foot + 0.035) - crestOf(ridge, foot - 0.035)) / 0.07;
      const face = smoothstep(-0.35, 0.45, -slope * away * 1.5 - below * 0.7 + (bend - 0.5) * 0.5);
      const tone = mixColour(shade, lit, Math.max(0, Math.min(1, face + ripple)));
      const veiled = mixColour(tone, scene.palette.haze, (1 - ridge.depth) * 0.7);
      cover(canvas, row * width + column, veiled, row === first ? Math.min(1, first + 1 - crest) : 1);
    }
  }
}

/** Folds of a mountainside, which run down and outwards. */
function flank(x: number, below: number, seed: number): number {
  const warp = fractal2(x * 5, below * 5, seed + 6, 2) - 0.5;
  return 1 - Math.abs(fractal2(x * 11 + warp * 1.6 + below * 3, below * 6 + warp, seed + 7, 5) * 2 - 1);
}

/** Lays snow on the upper flanks of a peak range that has been painted. */
export function paintSnowCaps(canvas: Canvas, scene: Scene, ridge: Ridge): void {
  const { width, height } = canvas;
  const white = mixColour(scene.palette.skyLow, [0.74, 0.76, 0.8], scene.time === 'night' ? 0.12 : 0.45);
  const blue = mixColour(mixColour(scene.palette.skyTop, scene.palette.skyMiddle, 0.6), white, 0.16);
  for (let column = 0; column < width; column += 1) {
    const x = column / height;
    const crest = crestOf(ridge, x);
    for (let row = Math.max(0, Math.ceil(crest * height)); row < height; row += 1) {
      const below = row / height - crest;
      const rock = fractal2(x * 18 + below * 9, below * 26 - x * 4, ridge.seed + 5, 4);
      const amount = smoothstep(0.36, 0.54, rock + 0.24 - (below / ridge.amplitude) * 0.4) * (0.5 + ridge.depth * 0.5);
      if (amount <= 0.01) continue;
      const side = scene.sunX > 0.5 ? -1 : 1;
      const face = flank(x, below, ridge.seed) - flank(x + 0.007 * side, below, ridge.seed);
      const lit = Math.min(1, Math.max(0, 0.4 + face * 4));
      cover(canvas, row * width + column, mixColour(blue, white, lit), amount);
    }
  }
}

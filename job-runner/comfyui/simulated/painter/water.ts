import { type Canvas, type Colour, mixColour } from './canvas.ts';
import type { Scene } from './describeScene.ts';
import { fractal2, noise2, smoothstep } from './noise.ts';
import { sunPoint } from './sky.ts';

/** Paints water from a line down: the picture above mirrored and broken by waves, with the sun's path of glitter. */
export function paintWater(canvas: Canvas, scene: Scene, line: number, roughness: number): void {
  const { width, height, light } = canvas;
  const first = Math.ceil(line * height);
  const [sunX] = sunPoint(canvas, scene);
  const above = light.slice(0, first * width * 3);
  for (let row = first; row < height; row += 1) {
    const down = (row + 0.5) / height - line;
    const scale = 1 / (down + 0.012);
    for (let column = 0; column < width; column += 1) {
      const x = column / height;
      const wave = waveAt(
        (x - canvas.aspect / 2) * scale * (0.16 + roughness * 0.3) + 40,
        scale * 1.7,
        scene.seed,
        roughness,
      );
      const lift = wave * roughness * (0.012 + down * 0.34);
      const mirrorRow = Math.round(first - (down * (0.86 - roughness * 0.2) + lift + 0.002) * height);
      const mirrorColumn = Math.round(column + wave * roughness * down * height * 0.3);
      const smear = (0.006 + down * 0.09) * height;
      const source = sampleAbove(above, width, first, mirrorColumn, mirrorRow, smear);
      const tone = waterTone(scene, source, down, wave, roughness);
      const glitter = sunGlitter(scene, x - sunX, down, wave);
      const at = (row * width + column) * 3;
      light[at] = tone[0] + scene.palette.sun[0] * glitter;
      light[at + 1] = tone[1] + scene.palette.sun[1] * glitter;
      light[at + 2] = tone[2] + scene.palette.sun[2] * glitter;
    }
  }
}

function waveAt(x: number, z: number, seed: number, roughness: number): number {
  const swell = noise2(x * 0.7, z * 1.3, seed + 31) - 0.5;
  const chop = fractal2(x * 2.6, z * 3.1, seed + 32, 3) - 0.5;
  return swell * 1.1 + chop * (0.9 + roughness);
}

/** A few rows averaged: waves smear what they mirror up and down. */
function sampleAbove(
  above: Float32Array,
  width: number,
  rows: number,
  column: number,
  row: number,
  smear: number,
): Colour {
  const clampedColumn = Math.min(width - 1, Math.max(0, column));
  const sum: [number, number, number] = [0, 0, 0];
  for (const offset of [-1, -0.4, 0.4, 1]) {
    const clampedRow = Math.min(rows - 1, Math.max(0, Math.round(row + offset * smear)));
    const at = (clampedRow * width + clampedColumn) * 3;
    for (const part of [0, 1, 2] as const) sum[part] += (above[at + part] ?? 0) * 0.25;
  }
  return sum;
}

function waterTone(scene: Scene, mirror: Colour, down: number, wave: number, roughness: number): Colour {
  // Near the line one looks along the surface and sees the sky; at one's feet one looks into the water.
  const into = smoothstep(0, 0.42, down) * 0.55 + 0.12 + roughness * 0.14;
  const faced = Math.min(0.95, Math.max(0, into - wave * 0.5));
  const body = mixColour(scene.palette.water, scene.palette.near, smoothstep(0.1, 0.45, down) * 0.6);
  const tone = mixColour(mirror, body, faced);
  if (roughness < 0.6) return tone;
  const foam = smoothstep(0.42, 0.8, wave) * smoothstep(0.02, 0.16, down) * 0.42;
  return mixColour(tone, mixColour(scene.palette.skyLow, [0.8, 0.85, 0.85], 0.3), foam);
}

function sunGlitter(scene: Scene, away: number, down: number, wave: number): number {
  if (scene.storm) return 0;
  const path = Math.exp(-((away / (0.03 + down * 0.42)) ** 2));
  const sparkle = smoothstep(0.12, 0.42, wave) + 0.05;
  return path * sparkle * scene.palette.sunStrength * (0.9 - down * 0.8);
}

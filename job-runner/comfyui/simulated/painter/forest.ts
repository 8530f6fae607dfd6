import { type Canvas, cover, fillPolygon, mixColour, type Point, shine } from './canvas.ts';
import type { Scene } from './describeScene.ts';
import { fractal1, fractal2, mix, seededRandom, smoothstep } from './noise.ts';
import { sunPoint } from './sky.ts';
import { aerial } from './terrain.ts';

const DEPTHS = 6;

/** Paints a wood from within: rows of trunks fading into lit mist, boughs, shafts of light, a forest floor. */
export function paintForest(canvas: Canvas, scene: Scene): void {
  paintLitMist(canvas, scene);
  for (let row = 0; row < DEPTHS; row += 1) {
    const depth = (row + 0.4) / DEPTHS;
    paintFloor(canvas, scene, depth);
    paintTrunks(canvas, scene, depth, row);
    paintBoughs(canvas, scene, depth, row);
    if (row === 3) paintShafts(canvas, scene);
  }
}

function paintLitMist(canvas: Canvas, scene: Scene): void {
  const { width, height } = canvas;
  const { palette } = scene;
  const [sunX] = sunPoint(canvas, scene);
  const source: Point = [sunX, 0.34];
  const base = mixColour(palette.skyLow, palette.haze, 0.45);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const away = Math.hypot(column / height - source[0], (row / height - source[1]) * 1.2);
      const veil = fractal2((column / height) * 2.2, (row / height) * 3.4, scene.seed + 11, 4);
      const level = 0.35 + Math.exp(-away * 2.3) * 1.05 + (veil - 0.5) * 0.3;
      const tone = mixColour(mixColour(palette.skyMiddle, palette.near, 0.45), base, Math.min(1, Math.max(0, level)));
      cover(canvas, row * width + column, tone, 1);
      shine(canvas, row * width + column, palette.sun, Math.exp(-away * 4.5) * 0.5 * palette.sunStrength);
    }
  }
}

function paintTrunks(canvas: Canvas, scene: Scene, depth: number, layer: number): void {
  const random = seededRandom(scene.seed + layer * 53);
  const spacing = mix(0.07, 0.5, depth ** 1.4);
  const tone = aerial(scene, depth * 0.95 + 0.05);
  const foot = scene.horizon + depth ** 1.5 * 0.42;
  for (let x = -0.1 + random() * spacing; x < canvas.aspect + 0.1; x += spacing * (0.55 + random() * 0.9)) {
    const inPath = Math.abs(x - scene.subjectX * canvas.aspect) < 0.1 + depth * 0.16;
    if (depth > 0.3 && inPath) continue;
    const girth = mix(0.007, 0.075, depth ** 1.5) * (0.7 + random() * 0.6);
    const lean = (random() - 0.5) * 0.05;
    fillPolygon(
      canvas,
      trunkOutline(x, girth, lean, foot, scene.seed + Math.floor(x * 977)),
      tone,
      mixColour(tone, scene.palette.near, 0.35),
    );
  }
}

function trunkOutline(x: number, girth: number, lean: number, foot: number, seed: number): Point[] {
  const left: Point[] = [];
  const right: Point[] = [];
  for (let step = 0; step <= 14; step += 1) {
    const up = step / 14;
    const y = mix(foot, -0.05, up);
    const flare = girth * (0.5 + 0.55 * Math.exp(-up * 22) + 0.3 * (1 - up));
    const bark = (fractal1(up * 9, seed, 2) - 0.5) * girth * 0.3;
    left.push([x + lean * up - flare + bark, y]);
    right.unshift([x + lean * up + flare + bark, y]);
  }
  return [...left, ...right];
}

function paintFloor(canvas: Canvas, scene: Scene, depth: number): void {
  const { width, height } = canvas;
  const tone = aerial(scene, depth * 0.9 + 0.1);
  const line = scene.horizon + depth ** 1.5 * 0.36 - 0.015;
  for (let column = 0; column < width; column += 1) {
    const x = column / height;
    const top =
      (line - (fractal1(x * (7 - depth * 3), scene.seed + Math.floor(depth * 40), 5) - 0.4) * 0.07 * (0.4 + depth)) *
      height;
    // The next row of ground covers what lies further down.
    const bottom = depth > 0.7 ? height : Math.min(height, top + 0.22 * height);
    for (let row = Math.max(0, Math.floor(top)); row < bottom; row += 1) {
      const grain = fractal2(x * 34, (row / height) * 60, scene.seed + 21, 3) - 0.5;
      const lit = smoothstep(0.1, -0.02, (row - top) / height) * 0.25;
      const shaded = mixColour(tone, scene.palette.haze, Math.max(0, lit * (1 - depth) + grain * 0.16));
      cover(canvas, row * width + column, shaded, Math.min(1, row + 1 - top) * 0.92);
    }
  }
}

function paintBoughs(canvas: Canvas, scene: Scene, depth: number, layer: number): void {
  const { width, height } = canvas;
  const tone = aerial(scene, depth * 0.95 + 0.05);
  const reach = 0.1 + depth * 0.3;
  const size = mix(14, 4.2, depth);
  for (let row = 0; row < Math.min(height, (reach + 0.2) * height); row += 1) {
    const y = row / height;
    for (let column = 0; column < width; column += 1) {
      const x = column / height;
      const hang = reach * (0.35 + fractal1(x * 2.1, scene.seed + layer * 17, 3) * 1.1);
      const leaf = fractal2(x * size, y * size * 1.3, scene.seed + layer * 29, 5);
      const amount = smoothstep(0.46, 0.56, leaf + (hang - y) * 1.5 - 0.06) * smoothstep(hang + 0.14, hang - 0.06, y);
      if (amount > 0.01) cover(canvas, row * width + column, tone, amount * 0.95);
    }
  }
}

function paintShafts(canvas: Canvas, scene: Scene): void {
  if (scene.time === 'night' && scene.mist < 0.5) return;
  const { width, height } = canvas;
  const [sunX] = sunPoint(canvas, scene);
  const origin: Point = [sunX, -0.35];
  for (let row = 0; row < height * 0.95; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const angle = Math.atan2(column / height - origin[0], row / height - origin[1]);
      const beam = smoothstep(0.5, 0.78, fractal1(angle * 11, scene.seed + 41, 3));
      const fall = Math.exp(-Math.abs(angle) * 1.9) * (1 - row / height) * 0.55;
      if (beam > 0)
        shine(canvas, row * width + column, scene.palette.sun, beam * fall * 0.42 * scene.palette.sunStrength);
    }
  }
}

import { addGlow, type Canvas, type Colour, fillPolygon, mixColour, type Point, shine } from './canvas.ts';
import type { Scene } from './describeScene.ts';
import { hash2, mix, seededRandom } from './noise.ts';
import { aerial } from './terrain.ts';
import { paintWater } from './water.ts';

interface Building {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly depth: number;
  readonly seed: number;
}

const LAYERS = 5;

/** Paints a skyline in layers, its lit windows, and a wet street or river that mirrors it. */
export function paintCity(canvas: Canvas, scene: Scene): void {
  const ground = scene.horizon + 0.12;
  for (let layer = 0; layer < LAYERS; layer += 1) {
    const depth = (layer + 0.6) / LAYERS;
    for (const building of rowOfBuildings(canvas, scene, depth, layer)) paintBuilding(canvas, scene, building, ground);
    hazeOver(canvas, scene, ground, (1 - depth) * 0.35 + scene.mist * 0.2);
  }
  paintWater(canvas, scene, ground, scene.rain > 0 ? 0.35 : 0.22);
  paintStreetLamps(canvas, scene, ground);
}

function rowOfBuildings(canvas: Canvas, scene: Scene, depth: number, layer: number): Building[] {
  const random = seededRandom(scene.seed + layer * 131);
  const buildings: Building[] = [];
  const centre = scene.subjectX * canvas.aspect;
  for (let left = -0.05; left < canvas.aspect; ) {
    const breadth = (0.045 + random() * 0.075) * (0.55 + depth * 1.1);
    const middle = left + breadth / 2;
    // Far layers crowd into a downtown; near ones open a gap in the middle to look through.
    const downtown = Math.exp(-(((middle - centre) / 0.5) ** 2));
    const opening = Math.min(1, Math.abs(middle - canvas.aspect / 2) / (canvas.aspect * 0.42));
    const tall = mix(0.12 + downtown * 0.34, 0.1 + opening ** 2 * 0.62, depth) * (0.45 + random() * 0.75);
    buildings.push({
      left,
      right: left + breadth,
      top: scene.horizon + 0.06 - tall,
      depth,
      seed: Math.floor(random() * 1e6),
    });
    left += breadth + (random() < 0.3 ? random() * 0.05 : -0.001);
  }
  return buildings;
}

function paintBuilding(canvas: Canvas, scene: Scene, building: Building, ground: number): void {
  const { left, right, top, depth, seed } = building;
  const body = aerial(scene, depth);
  const foot = mixColour(body, scene.palette.haze, (1 - depth) * 0.5 + scene.mist * 0.2);
  const step = hash2(seed, 1, 1) < 0.45 ? 0.02 + hash2(seed, 2, 1) * 0.05 : 0;
  const inset = (right - left) * 0.22;
  const outline: Point[] = [
    [left, ground],
    [left, top + step],
    [left + inset, top + step],
    [left + inset, top],
    [right - inset, top],
    [right - inset, top + step],
    [right, top + step],
    [right, ground],
  ];
  fillPolygon(canvas, outline, body, foot);
  if (hash2(seed, 3, 1) < 0.3) {
    const mast = (left + right) / 2;
    fillPolygon(
      canvas,
      [
        [mast - 0.0015, top],
        [mast, top - 0.05 - step],
        [mast + 0.0015, top],
      ],
      body,
    );
    if (scene.time !== 'day') addGlow(canvas, [mast, top - 0.05 - step], 0.012, [1, 0.12, 0.08], 0.8 * depth);
  }
  paintWindows(canvas, scene, building, top + step + 0.015, ground);
}

function paintWindows(canvas: Canvas, scene: Scene, building: Building, from: number, to: number): void {
  const { left, right, depth, seed } = building;
  const litShare = { night: 0.42, dusk: 0.28, dawn: 0.16, day: 0.03 }[scene.time];
  const columns = Math.max(2, Math.round((right - left) / (0.011 * (0.6 + depth))));
  const pitch = (right - left) / columns;
  const storey = pitch * 1.35;
  const strength = 0.35 + depth * 0.9;
  for (let floor = 0; from + floor * storey < to; floor += 1) {
    for (let column = 0; column < columns; column += 1) {
      const isLit = hash2(column, floor, seed) < litShare * (0.4 + hash2(floor, 7, seed));
      if (!isLit) continue;
      const warmth = hash2(column, floor, seed + 1);
      const tint: Colour = warmth < 0.75 ? scene.palette.lamp : [0.55, 0.75, 0.95];
      const glow = strength * (0.35 + hash2(column, floor, seed + 2) * 0.8);
      const x = left + (column + 0.22) * pitch;
      fillWindow(canvas, x, from + (floor + 0.25) * storey, pitch * 0.56, storey * 0.5, tint, glow);
    }
  }
}

function fillWindow(canvas: Canvas, x: number, y: number, w: number, h: number, tint: Colour, strength: number): void {
  const { width, height } = canvas;
  const [left, right] = [Math.round(x * height), Math.round((x + w) * height)];
  const [top, bottom] = [Math.round(y * height), Math.round((y + h) * height)];
  for (let row = Math.max(0, top); row < Math.min(height, Math.max(top + 1, bottom)); row += 1) {
    for (let column = Math.max(0, left); column < Math.min(width, Math.max(left + 1, right)); column += 1) {
      shine(canvas, row * width + column, tint, strength * 0.8);
    }
  }
}

function hazeOver(canvas: Canvas, scene: Scene, ground: number, amount: number): void {
  const { width, height, light } = canvas;
  const first = Math.floor((ground - 0.28) * height);
  const last = Math.min(height, Math.ceil(ground * height));
  const lampGlow = scene.time === 'night' || scene.time === 'dusk' ? 0.1 : 0;
  const tint = mixColour(scene.palette.haze, scene.palette.lamp, lampGlow);
  for (let row = Math.max(0, first); row < last; row += 1) {
    const opacity = ((row - first) / (last - first)) ** 1.5 * amount;
    for (let at = row * width * 3; at < (row + 1) * width * 3; at += 3) {
      light[at] = mix(light[at] ?? 0, tint[0], opacity);
      light[at + 1] = mix(light[at + 1] ?? 0, tint[1], opacity);
      light[at + 2] = mix(light[at + 2] ?? 0, tint[2], opacity);
    }
  }
}

function paintStreetLamps(canvas: Canvas, scene: Scene, ground: number): void {
  if (scene.time === 'day') return;
  const random = seededRandom(scene.seed + 77);
  for (let lamp = 0; lamp < 9; lamp += 1) {
    const x = random() * canvas.aspect;
    const strength = 0.25 + random() * 0.5;
    addGlow(canvas, [x, ground - 0.012], 0.03, scene.palette.lamp, strength);
    addGlow(canvas, [x, ground - 0.012], 0.006, [1, 0.9, 0.75], 1.6);
    for (let drop = 1; drop < 10; drop += 1) {
      addGlow(
        canvas,
        [x + (random() - 0.5) * 0.006, ground + drop * 0.016],
        0.012,
        scene.palette.lamp,
        (strength * 0.8) / drop,
      );
    }
  }
}

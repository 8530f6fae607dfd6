import { addGlow, type Canvas, type Colour, cover, dim, fillPolygon, mixColour, type Point, shine } from './canvas.ts';
import type { Scene } from './describeScene.ts';
import { fractal2, smoothstep } from './noise.ts';
import { paintSky } from './sky.ts';
import { aerial, paintRidge } from './terrain.ts';

interface Opening {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Paints a room: a tall window with the world outside, its light on the floor and in the dust, a table lamp. */
export function paintInterior(canvas: Canvas, scene: Scene): void {
  const centre = scene.sunX * canvas.aspect;
  const opening: Opening = { left: centre - 0.23, right: centre + 0.23, top: 0.13, bottom: 0.62 };
  paintSky(canvas, { ...scene, horizon: 0.55, sunY: 0.38, subjectX: 0.5 });
  const hills = {
    base: 0.6,
    amplitude: 0.14,
    frequency: 2.4,
    depth: 0.3,
    form: 'rolling',
    trees: 0,
    seed: scene.seed,
  } as const;
  paintRidge(canvas, scene, hills, aerial(scene, 0.3));
  paintWalls(canvas, scene, opening);
  paintFrame(canvas, scene, opening);
  paintFloor(canvas, scene, opening);
  paintFurniture(canvas, scene);
  paintDust(canvas, scene, opening);
}

function wallTone(scene: Scene): Colour {
  return mixColour(dim(scene.palette.skyMiddle, 0.2), scene.palette.near, 0.45);
}

function paintWalls(canvas: Canvas, scene: Scene, opening: Opening): void {
  const { width, height } = canvas;
  const wall = wallTone(scene);
  const middle = (opening.left + opening.right) / 2;
  for (let row = 0; row < height; row += 1) {
    const y = row / height;
    for (let column = 0; column < width; column += 1) {
      const x = column / height;
      const isOpen = x > opening.left && x < opening.right && y > opening.top && y < opening.bottom;
      if (isOpen) continue;
      const away = Math.hypot(
        Math.max(0, Math.abs(x - middle) - 0.23),
        Math.max(0, opening.top - y, y - opening.bottom),
      );
      const plaster = fractal2(x * 9, y * 9, scene.seed + 3, 5) - 0.5;
      const spill = Math.exp(-away * 5.5) * 0.16 * scene.palette.sunStrength;
      const tone = mixColour(wall, scene.palette.skyLow, Math.max(0, spill + plaster * 0.035));
      cover(canvas, row * width + column, tone, 1);
    }
  }
}

function paintFrame(canvas: Canvas, scene: Scene, { left, right, top, bottom }: Opening): void {
  const wood = dim(scene.palette.near, 1.2);
  const edge = mixColour(wood, scene.palette.skyLow, 0.25);
  const bar = (x1: number, y1: number, x2: number, y2: number, tone: Colour): void =>
    fillPolygon(
      canvas,
      [
        [x1, y1],
        [x2, y1],
        [x2, y2],
        [x1, y2],
      ],
      tone,
    );
  for (let pane = 0; pane <= 3; pane += 1) {
    const x = left + ((right - left) * pane) / 3;
    bar(x - 0.006, top, x + 0.006, bottom, wood);
    bar(x + 0.006, top, x + 0.0085, bottom, edge);
  }
  for (const y of [top, top + (bottom - top) * 0.36, bottom])
    bar(left - 0.006, y - 0.006, right + 0.006, y + 0.006, wood);
  bar(left - 0.035, bottom + 0.004, right + 0.035, bottom + 0.024, mixColour(wood, scene.palette.skyLow, 0.16));
}

function paintFloor(canvas: Canvas, scene: Scene, opening: Opening): void {
  const { width, height } = canvas;
  const line = 0.76;
  const middle = canvas.aspect / 2;
  const board = mixColour(wallTone(scene), scene.palette.near, 0.35);
  for (let row = Math.ceil(line * height); row < height; row += 1) {
    const y = row / height;
    const near = 1 / (y - line + 0.12);
    for (let column = 0; column < width; column += 1) {
      const x = column / height;
      const along = (x - middle) * near;
      const seam = smoothstep(0.06, 0, Math.abs(((along * 1.1 + 50) % 1) - 0.5) - 0.46 + 0.04);
      const grain = fractal2(along * 7, near * 1.4, scene.seed + 8, 3) - 0.5;
      const sheen = windowOnFloor(x, y, line, opening) * (0.42 + grain * 0.35) * scene.palette.sunStrength;
      const tone = mixColour(board, scene.palette.near, seam * 0.5);
      cover(
        canvas,
        row * width + column,
        [tone[0] * (1 + grain * 0.7), tone[1] * (1 + grain * 0.7), tone[2] * (1 + grain * 0.7)],
        1,
      );
      shine(canvas, row * width + column, mixColour(scene.palette.sun, scene.palette.skyLow, 0.4), sheen * 0.55);
    }
  }
}

/** The window's light lies on the floor as a slanted, soft-edged pane pattern. */
function windowOnFloor(x: number, y: number, line: number, opening: Opening): number {
  const down = (y - line) / (1 - line);
  const slant = (opening.left < 0.9 ? 0.34 : -0.34) * down;
  const spread = 1 + down * 0.55;
  const middle = (opening.left + opening.right) / 2;
  const across = (x - slant - middle) / (0.23 * spread);
  const inside = smoothstep(1.08, 0.96, Math.abs(across));
  const bars = smoothstep(0.03, 0.09, Math.abs(((across * 1.5 + 10.5) % 1) - 0.5));
  const fade = smoothstep(0, 0.12, down) * smoothstep(1.05, 0.55, down);
  return inside * (0.25 + bars * 0.75) * fade;
}

function paintFurniture(canvas: Canvas, scene: Scene): void {
  const dark = dim(scene.palette.near, 0.9);
  const x = scene.subjectX * canvas.aspect;
  const top = 0.68;
  const box = (left: number, y1: number, right: number, y2: number): Point[] => [
    [left, y1],
    [right, y1],
    [right, y2],
    [left, y2],
  ];
  fillPolygon(canvas, box(x - 0.27, top, x + 0.27, top + 0.018), mixColour(dark, scene.palette.lamp, 0.1), dark);
  for (const leg of [-0.25, 0.235]) fillPolygon(canvas, box(x + leg, top + 0.018, x + leg + 0.016, 0.93), dark);
  fillPolygon(canvas, box(x - 0.2, top - 0.022, x - 0.07, top), dark);
  fillPolygon(canvas, box(x - 0.19, top - 0.036, x - 0.085, top - 0.022), mixColour(dark, scene.palette.haze, 0.12));
  const lamp: Point = [x + 0.15, top - 0.15];
  fillPolygon(canvas, box(lamp[0] - 0.003, lamp[1], lamp[0] + 0.003, top), dark);
  addGlow(canvas, [lamp[0], lamp[1] + 0.01], 0.42, scene.palette.lamp, 0.28);
  addGlow(canvas, [lamp[0], top], 0.2, scene.palette.lamp, 0.3);
  const shade: Point[] = [
    [lamp[0] - 0.03, lamp[1] - 0.03],
    [lamp[0] + 0.03, lamp[1] - 0.03],
    [lamp[0] + 0.052, lamp[1] + 0.03],
    [lamp[0] - 0.052, lamp[1] + 0.03],
  ];
  fillPolygon(canvas, shade, dim(scene.palette.lamp, 0.75), dim(scene.palette.lamp, 1.5));
}

function paintDust(canvas: Canvas, scene: Scene, opening: Opening): void {
  const { width, height } = canvas;
  const isLeft = opening.left < 0.9;
  for (let row = 0; row < height; row += 1) {
    const y = row / height;
    for (let column = 0; column < width; column += 1) {
      const x = column / height;
      const slide = (isLeft ? 1 : -1) * (y - opening.top) * 0.42;
      const across = Math.abs(x - slide - (opening.left + opening.right) / 2) / 0.3;
      const beam = smoothstep(1.25, 0.5, across) * smoothstep(1.05, 0.2, y) * smoothstep(0.05, 0.3, y);
      if (beam <= 0) continue;
      const smoke = fractal2(x * 3, y * 3, scene.seed + 13, 4);
      shine(
        canvas,
        row * width + column,
        scene.palette.sun,
        beam * (0.015 + smoke * 0.055) * scene.palette.sunStrength,
      );
    }
  }
}

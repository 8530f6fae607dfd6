import {
  addGlow,
  type Canvas,
  type Colour,
  cover,
  dim,
  ellipse,
  fillPolygon,
  mixColour,
  outline,
  type Point,
  smoothCurve,
} from './canvas.ts';
import type { Scene } from './describeScene.ts';
import { fractal2, seededRandom, smoothstep } from './noise.ts';

/** Paints a close shot: a head in profile against lights out of focus, rimmed by the key light. */
export function paintPortrait(canvas: Canvas, scene: Scene): void {
  paintBackdrop(canvas, scene);
  paintBokeh(canvas, scene);
  paintHead(canvas, scene);
}

function paintBackdrop(canvas: Canvas, scene: Scene): void {
  const { width, height } = canvas;
  const { palette } = scene;
  const keyX = scene.sunX * canvas.aspect;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const away = Math.hypot(column / height - keyX, row / height - 0.4);
      const soft = fractal2((column / height) * 1.3, (row / height) * 1.3, scene.seed, 2);
      const level = Math.exp(-away * 1.7) * 0.9 + (soft - 0.5) * 0.5;
      const shade = mixColour(palette.near, palette.skyMiddle, 0.42);
      cover(canvas, row * width + column, mixColour(shade, palette.skyLow, Math.max(0, Math.min(1, level))), 1);
    }
  }
}

function paintBokeh(canvas: Canvas, scene: Scene): void {
  const random = seededRandom(scene.seed + 5);
  for (let light = 0; light < 26; light += 1) {
    const at: Point = [random() * canvas.aspect, 0.1 + random() * 0.75];
    const radius = 0.022 + random() * 0.055;
    const isWarm = random() < 0.7;
    const tint: Colour = isWarm ? scene.palette.lamp : mixColour(scene.palette.skyLow, [0.5, 0.7, 1], 0.5);
    const opacity = 0.06 + random() * 0.16;
    fillPolygon(canvas, ellipse(at, radius, radius, 48), tint, tint, opacity);
    fillPolygon(canvas, ellipse(at, radius * 0.9, radius * 0.9, 48), tint, tint, opacity * 0.4);
  }
}

// A profile that looks to the right, crown to chest, in units of the head's height from the chin.
const FACE = outline(
  '0.02,-1 0.17,-0.985 0.29,-0.93 0.37,-0.85 0.405,-0.755 0.41,-0.68 0.4,-0.625 0.415,-0.585 0.455,-0.5 0.492,-0.425 0.488,-0.395 ' +
    '0.452,-0.375 0.425,-0.362 0.432,-0.33 0.458,-0.298 0.452,-0.272 0.428,-0.255 0.446,-0.228 0.44,-0.195 0.412,-0.172 0.418,-0.125 ' +
    '0.415,-0.06 0.375,-0.012 0.3,0 0.2,-0.035 0.13,-0.03 0.105,0.06 0.115,0.18 0.2,0.27 0.4,0.36 0.58,0.5 0.68,0.75 0.72,1.4',
);
const BACK = outline(
  '-0.95,1.4 -0.9,0.7 -0.74,0.44 -0.5,0.3 -0.36,0.18 -0.31,0.02 -0.335,-0.16 -0.4,-0.34 -0.43,-0.52 -0.41,-0.7 -0.34,-0.85 -0.22,-0.95 -0.08,-0.995',
);
const SHORT_HAIR = outline(
  '0.375,-0.84 0.395,-0.9 0.36,-0.97 0.25,-1.03 0.08,-1.06 -0.12,-1.045 -0.29,-0.97 -0.39,-0.85 -0.44,-0.7 -0.45,-0.52 -0.41,-0.34 ' +
    '-0.345,-0.16 -0.3,-0.2 -0.14,-0.36 0.02,-0.44 0.06,-0.58 0.18,-0.64 0.24,-0.79',
);
const TIED_HAIR = outline(
  '0.37,-0.84 0.38,-0.93 0.27,-1.02 0.08,-1.065 -0.14,-1.04 -0.31,-0.96 -0.42,-0.86 -0.55,-0.93 -0.68,-0.88 -0.74,-0.74 -0.68,-0.6 -0.56,-0.55 ' +
    '-0.47,-0.58 -0.45,-0.38 -0.37,-0.16 -0.25,-0.2 -0.08,-0.4 0.06,-0.5 0.16,-0.62 0.24,-0.78',
);

function paintHead(canvas: Canvas, scene: Scene): void {
  const size = 0.56 * (0.92 + scene.subjectScale * 0.12);
  const looks = scene.sunX > scene.subjectX ? 1 : -1;
  const centre: Point = [scene.subjectX * canvas.aspect - looks * 0.04, 0.76];
  const place = ([x, y]: Point): Point => [centre[0] + x * size * looks, centre[1] + y * size];
  const hair = smoothCurve((scene.subjectIsWoman ? TIED_HAIR : SHORT_HAIR).map(place));
  const head = smoothCurve([...FACE, ...BACK].map(place));
  const dark = mixColour(scene.palette.near, scene.palette.skyMiddle, 0.1);
  addGlow(canvas, [centre[0] + looks * 0.2, 0.45], 0.7, scene.palette.sun, 0.1 * scene.palette.sunStrength);
  fillPolygon(canvas, head, dark);
  fillPolygon(canvas, hair, dim(dark, 0.75));
  paintRimLight(canvas, scene, [head, hair], looks);
}

/** Light wraps a few hundredths inside the edge that faces the key. */
function paintRimLight(canvas: Canvas, scene: Scene, shapes: readonly (readonly Point[])[], looks: number): void {
  const { width, height } = canvas;
  const mask = { width, height, aspect: canvas.aspect, light: new Float32Array(width * height * 3) };
  for (const shape of shapes) fillPolygon(mask, shape, [1, 1, 1]);
  const reach = Math.max(2, Math.round(0.034 * height));
  const key = mixColour(scene.palette.sun, scene.palette.skyLow, 0.35);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = (row * width + column) * 3;
      if ((mask.light[at] ?? 0) < 0.5) continue;
      let open = 0;
      for (let step = 1; step <= 6; step += 1) {
        const offset = Math.round((step / 6) * reach);
        const sideways = Math.min(width - 1, Math.max(0, column + offset * looks));
        const upwards = Math.max(0, row - Math.round(offset * 0.45));
        if ((mask.light[(upwards * width + sideways) * 3] ?? 0) < 0.5) open += 1;
      }
      if (open === 0) continue;
      const skin = fractal2((column / height) * 40, (row / height) * 40, scene.seed + 2, 3);
      const amount =
        smoothstep(0, 1, (open / 6) ** 1.7) *
        (0.45 + skin * 0.35) *
        Math.min(1, 0.55 + scene.palette.sunStrength * 0.3);
      cover(canvas, row * width + column, key, amount * smoothstep(1.02, 0.55, row / height));
    }
  }
}

import { type Canvas, type Colour, cover, mixColour, shine } from './canvas.ts';
import type { Scene } from './describeScene.ts';
import { fractal2, seededRandom, smoothstep } from './noise.ts';

/** Lays mist, rain and snow over a painted scene. */
export function paintWeather(canvas: Canvas, scene: Scene): void {
  if (scene.place !== 'interior' && scene.place !== 'portrait') paintMist(canvas, scene);
  if (scene.place === 'interior') return;
  if (scene.rain > 0) paintStreaks(canvas, scene);
  if (scene.snowfall > 0) paintFlakes(canvas, scene);
}

function paintMist(canvas: Canvas, scene: Scene): void {
  const { width, height } = canvas;
  const middle = scene.horizon + 0.03;
  const tint = mixColour(scene.palette.haze, scene.palette.skyLow, 0.4);
  const reach = 0.1 + scene.mist * 0.16;
  for (let row = 0; row < height; row += 1) {
    const away = (row / height - middle) / reach;
    const band = Math.exp(-away * away);
    if (band < 0.02) continue;
    for (let column = 0; column < width; column += 1) {
      const drift = fractal2((column / height) * 1.7, (row / height) * 8, scene.seed + 51, 4);
      const amount = band * smoothstep(0.3, 0.75, drift) * scene.mist * 0.62;
      if (amount > 0.005) cover(canvas, row * width + column, tint, amount);
    }
  }
}

function paintStreaks(canvas: Canvas, scene: Scene): void {
  const random = seededRandom(scene.seed + 301);
  const tint = mixColour(scene.palette.skyLow, [0.8, 0.86, 0.9], 0.4);
  const count = Math.round(620 * scene.rain * canvas.aspect);
  for (let drop = 0; drop < count; drop += 1) {
    const near = random() ** 2;
    streak(canvas, random() * canvas.aspect * 1.1, random() * 1.1 - 0.1, 0.02 + near * 0.075, tint, 0.035 + near * 0.1);
  }
}

function streak(canvas: Canvas, x: number, y: number, length: number, tint: Colour, strength: number): void {
  const { width, height } = canvas;
  const rows = Math.max(2, Math.round(length * height));
  for (let step = 0; step < rows; step += 1) {
    const row = Math.round(y * height) + step;
    const exact = x * height - step * 0.16;
    const column = Math.floor(exact);
    if (row < 0 || row >= height || column < 0 || column + 1 >= width) continue;
    const fade = Math.sin((step / rows) * Math.PI) * strength;
    shine(canvas, row * width + column, tint, fade * (1 - (exact - column)));
    shine(canvas, row * width + column + 1, tint, fade * (exact - column));
  }
}

function paintFlakes(canvas: Canvas, scene: Scene): void {
  const { width, height } = canvas;
  const random = seededRandom(scene.seed + 401);
  const tint = mixColour(scene.palette.skyLow, [0.9, 0.93, 1], 0.6);
  const count = Math.round(520 * scene.snowfall * canvas.aspect);
  for (let flake = 0; flake < count; flake += 1) {
    const near = random() ** 3;
    const radius = (0.0012 + near * 0.007) * height;
    const [x, y] = [random() * width, random() * height];
    const reach = Math.ceil(radius);
    for (let row = Math.floor(y) - reach; row <= y + reach; row += 1) {
      for (let column = Math.floor(x) - reach; column <= x + reach; column += 1) {
        if (row < 0 || column < 0 || row >= height || column >= width) continue;
        const edge = 1 - Math.hypot(column - x, row - y) / Math.max(0.8, radius);
        if (edge > 0) cover(canvas, row * width + column, tint, Math.min(1, edge * 1.6) * (0.5 - near * 0.25));
      }
    }
  }
}

import { type Canvas, type Colour, ellipse, fillPolygon, mixColour, type Point, shine } from './canvas.ts';
import { fractal2, hash2, smoothstep } from './noise.ts';
import type { Scene } from './describeScene.ts';

/** Where the sun or moon stands on this canvas. */
export function sunPoint(canvas: Canvas, scene: Scene): Point {
  return [scene.sunX * canvas.aspect, scene.sunY];
}

/** Paints gradient, glow, clouds, stars and the sun or moon down to just below the horizon. */
export function paintSky(canvas: Canvas, scene: Scene): void {
  const { width, height } = canvas;
  const bottom = Math.min(height, Math.ceil((scene.horizon + 0.06) * height));
  const isNight = scene.time === 'night';
  if (!scene.storm) paintGradient(canvas, scene, bottom);
  else paintGradient(canvas, { ...scene, sunY: scene.horizon - 0.12 }, bottom);
  if (isNight && !scene.storm) paintStars(canvas, scene, bottom);
  if (!scene.storm && (isNight || scene.cloudiness < 0.7)) paintDisc(canvas, scene);
  for (let row = 0; row < bottom; row += 1) {
    for (let column = 0; column < width; column += 1) coverCloud(canvas, scene, column, row);
  }
}

function paintGradient(canvas: Canvas, scene: Scene, bottom: number): void {
  const { width, height, light } = canvas;
  const { palette } = scene;
  const [sunX, sunY] = sunPoint(canvas, scene);
  for (let row = 0; row < bottom; row += 1) {
    const depth = Math.min(1, row / height / scene.horizon);
    const upper = mixColour(palette.skyTop, palette.skyMiddle, smoothstep(0, 0.72, depth));
    const base = mixColour(upper, palette.skyLow, smoothstep(0.45, 1, depth) ** 1.4);
    for (let column = 0; column < width; column += 1) {
      const dx = column / height - sunX;
      const dy = (row / height - sunY) * 1.5;
      const distance = Math.sqrt(dx * dx + dy * dy);
      const glow = (Math.exp(-distance * 3.2) * 0.42 + Math.exp(-distance * 11) * 0.7) * palette.sunStrength;
      const at = (row * width + column) * 3;
      light[at] = base[0] + palette.sun[0] * glow * 0.5;
      light[at + 1] = base[1] + palette.sun[1] * glow * 0.45;
      light[at + 2] = base[2] + palette.sun[2] * glow * 0.4;
    }
  }
}

function coverCloud(canvas: Canvas, scene: Scene, column: number, row: number): void {
  const { width, height, light } = canvas;
  const x = column / height;
  const y = row / height;
  const above = Math.max(0.02, scene.horizon + 0.03 - y);
  // A cloud deck seen in perspective: the nearer the horizon, the flatter and smaller.
  const deckX = (x - canvas.aspect / 2) / (above + 0.22);
  const deckY = 0.9 / (above + 0.2);
  const field = fractal2(deckX * 0.9 + (scene.seed % 97), deckY * 1.7, scene.seed, 5);
  const threshold = 0.72 - scene.cloudiness * 0.36;
  const density = smoothstep(threshold, threshold + 0.2, field) * smoothstep(0, 0.16, above);
  if (density <= 0.01) return;
  const [sunX, sunY] = sunPoint(canvas, scene);
  const towards = Math.hypot(x - sunX, y - sunY);
  const toSun = fractal2(
    deckX * 0.9 + ((sunX - x) / (Math.abs(sunX - x) + 0.5)) * 0.12 + (scene.seed % 97),
    deckY * 1.7 + 0.06,
    scene.seed,
    3,
  );
  const lit = Math.min(1, Math.max(0, (field - toSun) * 3.2 + 0.35 + Math.exp(-towards * 3) * 0.5));
  const tint = mixColour(scene.palette.cloudShade, scene.palette.cloudLit, lit);
  const opacity = density * (scene.storm ? 0.92 : 0.78);
  const at = (row * width + column) * 3;
  light[at] = (light[at] ?? 0) * (1 - opacity) + tint[0] * opacity;
  light[at + 1] = (light[at + 1] ?? 0) * (1 - opacity) + tint[1] * opacity;
  light[at + 2] = (light[at + 2] ?? 0) * (1 - opacity) + tint[2] * opacity;
}

function paintStars(canvas: Canvas, scene: Scene, bottom: number): void {
  const { width, height } = canvas;
  const cell = 0.022;
  const tint: Colour = [0.85, 0.92, 1];
  for (let y = 0; y * cell * height < bottom; y += 1) {
    for (let x = 0; x * cell < canvas.aspect; x += 1) {
      const magnitude = hash2(x, y, scene.seed + 3);
      if (magnitude < 0.62) continue;
      const column = Math.floor((x + hash2(x, y, scene.seed + 4)) * cell * height);
      const row = Math.floor((y + hash2(x, y, scene.seed + 5)) * cell * height);
      if (column >= width || row >= bottom) continue;
      const fall = Math.max(0, 1 - row / height / scene.horizon) ** 0.7;
      shine(canvas, row * width + column, tint, ((magnitude - 0.62) * 2.4) ** 2.6 * fall);
    }
  }
}

function paintDisc(canvas: Canvas, scene: Scene): void {
  const isNight = scene.time === 'night';
  const radius = isNight ? 0.032 : 0.03;
  const strength = isNight ? 1.1 : 2.6;
  const [red, green, blue] = scene.palette.sun;
  const disc: Colour = [red * strength, green * strength, blue * strength];
  fillPolygon(canvas, ellipse(sunPoint(canvas, scene), radius, radius, 60), disc);
}

import { addGlow, cover, dim, mixColour, type Point } from '../canvas.ts';
import { fractal1, smoothstep } from '../noise.ts';
import { lightSide, partPainter, type Placement } from './placement.ts';

/** Paints a small fishing vessel and what the water gives back of it. */
export function paintShip(placement: Placement): void {
  const { canvas, scene, foot, size, tone } = placement;
  const side = lightSide(placement);
  const part = partPainter(placement, side);
  const pane = scene.time === 'day' ? scene.palette.skyLow : dim(scene.palette.lamp, 1.3);
  mirrorInWater(placement);
  part('-0.62,0.2 -0.62,0.52 -0.28,0.52 -0.22,0.2', mixColour(tone, scene.palette.haze, 0.16), tone);
  part('-0.66,0.52 -0.66,0.55 -0.22,0.55 -0.24,0.52', tone);
  for (const x of [-0.57, -0.46, -0.36]) part(`${x},0.38 ${x},0.47 ${x + 0.07},0.47 ${x + 0.07},0.38`, pane);
  part('0.18,0.18 0.195,1.25 0.21,0.18', tone);
  part('-0.42,0.55 -0.412,1 -0.404,0.55', tone);
  part('0.195,1.2 0.198,1.22 1,0.31 0.995,0.295', tone);
  part('0.195,1.2 0.192,1.22 -0.42,1 -0.42,0.985', tone);
  part('0.2,0.62 0.2,0.65 -0.2,0.85 -0.2,0.82', tone);
  part(
    '-0.95,0.24 -0.86,-0.02 0.72,-0.02 1.05,0.34 0.5,0.22 -0.3,0.18',
    mixColour(tone, scene.palette.haze, 0.1),
    dim(tone, 0.7),
  );
  const mast: Point = [foot[0] + 0.195 * size * side, foot[1] - 1.24 * size];
  if (scene.time !== 'day') addGlow(canvas, mast, 0.03, scene.palette.lamp, 1);
}

function mirrorInWater({ canvas, scene, foot, size, tone }: Placement): void {
  const { width, height } = canvas;
  const first = Math.round(foot[1] * height);
  const half = Math.round(size * 0.8 * height);
  for (let down = 0; down < half && first + down < height; down += 1) {
    const broken = fractal1((down / height) * 160, scene.seed, 2);
    for (let along = -half; along < half; along += 1) {
      const column = Math.round(foot[0] * height) + along;
      if (column < 0 || column >= width) continue;
      const amount = smoothstep(1.1, 0.7, Math.abs(along) / half) * (1 - down / half) * broken * 0.8;
      cover(canvas, (first + down) * width + column, dim(tone, 0.8), amount);
    }
  }
}

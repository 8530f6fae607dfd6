import { addGlow, type Canvas, dim, mixColour, type Point, shine } from '../canvas.ts';
import type { Scene } from '../describeScene.ts';
import { seededRandom, smoothstep } from '../noise.ts';
import { lightSide, partPainter, type Placement } from './placement.ts';

/** Paints a banded tower with its lantern; at night, in storm and fog the light sweeps. */
export function paintLighthouse(placement: Placement): void {
  const { canvas, scene, foot, size, tone } = placement;
  const lantern: Point = [foot[0], foot[1] - size * 0.86];
  const isLit = scene.time !== 'day' || scene.storm || scene.mist > 0.6;
  if (isLit) paintBeam(canvas, scene, lantern);
  paintTower(placement);
  const part = partPainter(placement);
  part('-0.078,0.78 -0.078,0.81 0.078,0.81 0.078,0.78', tone);
  part(
    '-0.042,0.81 -0.042,0.91 0.042,0.91 0.042,0.81',
    isLit ? [1.6, 1.25, 0.8] : mixColour(tone, scene.palette.skyLow, 0.5),
  );
  part('-0.045,0.81 -0.045,0.91 -0.039,0.91 -0.039,0.81', tone);
  part('-0.017,0.81 -0.017,0.91 -0.012,0.91 -0.012,0.81', tone);
  part('0.012,0.81 0.012,0.91 0.017,0.91 0.017,0.81', tone);
  part('0.039,0.81 0.039,0.91 0.045,0.91 0.045,0.81', tone);
  part('-0.058,0.91 -0.03,0.955 0,0.975 0.03,0.955 0.058,0.91', tone);
  part('-0.003,0.97 0,1.03 0.003,0.97', tone);
  for (const rail of ['-0.078,0.81 -0.078,0.84 -0.074,0.84 -0.074,0.81', '0.074,0.81 0.074,0.84 0.078,0.84 0.078,0.81'])
    part(rail, tone);
  part('-0.078,0.838 -0.078,0.843 0.078,0.843 0.078,0.838', tone);
  if (isLit) addGlow(canvas, lantern, 0.2, scene.palette.lamp, 0.55);
}

function paintTower(placement: Placement): void {
  const { scene, tone } = placement;
  const lit = mixColour(tone, scene.palette.skyLow, 0.35);
  const part = partPainter(placement, lightSide(placement));
  part('-0.085,0 -0.055,0.78 0.055,0.78 0.085,0', mixColour(tone, lit, 0.4), tone);
  part('0.072,0 0.045,0.78 0.018,0.78 0.036,0', lit, mixColour(tone, lit, 0.35), 0.7);
  const band = dim(tone, 0.5);
  part('-0.0785,0.18 -0.073,0.32 0.073,0.32 0.0785,0.18', band, band, 0.65);
  part('-0.068,0.46 -0.0625,0.6 0.0625,0.6 0.068,0.46', band, band, 0.65);
  part('-0.075,0 -0.05,0.78 -0.022,0.78 -0.03,0', tone, tone, 0.5);
  part('0.0,0.68 0.0,0.71 0.016,0.71 0.016,0.68', band);
  part('0.004,0.36 0.004,0.395 0.022,0.395 0.022,0.36', band);
  part('-0.02,0 -0.02,0.075 0.022,0.075 0.022,0', band);
}

function paintBeam(canvas: Canvas, scene: Scene, [lampX, lampY]: Point): void {
  const { width, height } = canvas;
  const random = seededRandom(scene.seed + 91);
  const aim = (lampX > canvas.aspect / 2 ? Math.PI : 0) + (random() - 0.5) * 0.24;
  const strength = (0.22 + scene.mist * 0.22) * (scene.time === 'night' || scene.storm ? 1 : 0.4);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const dx = column / height - lampX;
      const dy = row / height - lampY;
      const turn = Math.atan2(dy, dx) - aim;
      const off = Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)));
      const beam = smoothstep(0.085, 0, off) + smoothstep(0.085, 0, Math.PI - off) * 0.35;
      if (beam > 0)
        shine(canvas, row * width + column, scene.palette.lamp, beam * strength * Math.exp(-Math.hypot(dx, dy) * 1.1));
    }
  }
}

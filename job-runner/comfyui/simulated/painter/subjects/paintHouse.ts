import { addGlow, dim, mixColour } from '../canvas.ts';
import { partPainter, type Placement } from './placement.ts';

/** Paints a low house with a steep roof; after sunset its windows are lit. */
export function paintHouse(placement: Placement): void {
  const { canvas, scene, foot, size, tone } = placement;
  const part = partPainter(placement);
  const isDay = scene.time === 'day';
  const pane = isDay ? dim(scene.palette.skyMiddle, 0.5) : dim(scene.palette.lamp, 1.2);
  part('-0.55,-0.05 -0.55,0.42 0.55,0.42 0.55,-0.05', mixColour(tone, scene.palette.haze, 0.14), tone);
  part('0.2,0.7 0.2,0.98 0.32,0.98 0.32,0.7', tone);
  part('-0.64,0.4 -0.34,0.8 0.34,0.8 0.64,0.4', mixColour(tone, scene.palette.skyLow, 0.12), tone);
  part('-0.38,0.14 -0.38,0.3 -0.21,0.3 -0.21,0.14', pane);
  part('0.2,0.14 0.2,0.3 0.37,0.3 0.37,0.14', pane);
  part('-0.07,0 -0.07,0.3 0.07,0.3 0.07,0', dim(tone, 0.6));
  if (!isDay) addGlow(canvas, [foot[0], foot[1] - size * 0.22], size, scene.palette.lamp, 0.22);
}

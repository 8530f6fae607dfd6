import { dim, ellipse, fillPolygon, outline, type Point, smoothCurve } from '../canvas.ts';
import { lightSide, partPainter, placePoints, type Placement } from './placement.ts';

// Half of a standing person in a coat, seen from behind: neck to foot, one unit tall.
const HALF = outline(
  '0.026,0.872 0.032,0.852 0.082,0.835 0.108,0.81 0.121,0.77 0.128,0.7 0.132,0.62 0.13,0.54 0.122,0.485 0.108,0.472 0.102,0.5 ' +
    '0.1,0.43 0.112,0.34 0.118,0.285 0.082,0.278 0.074,0.2 0.068,0.12 0.058,0.045 0.078,0.012 0.072,0 0.028,0 0.024,0.06 0.02,0.15 0.012,0.27',
);

/** Paints a person in a coat from behind, rimmed by the light, with a shadow away from it. */
export function paintFigure(placement: Placement): void {
  const { canvas, scene, foot, size, tone } = placement;
  const side = lightSide(placement);
  const dark = dim(tone, 0.8);
  const left = HALF.map(([x, y]): Point => [-x * 0.97, y]).reverse();
  if (scene.place !== 'city' && scene.place !== 'interior') castShadow(placement, side);
  fillPolygon(canvas, smoothCurve(placePoints(placement, [...HALF, ...left])), dark, dim(dark, 0.8));
  fillPolygon(canvas, ellipse([foot[0], foot[1] - size * 0.92], size * 0.045, size * 0.062), dark);
  fillPolygon(canvas, ellipse([foot[0], foot[1] - size * 0.942], size * 0.051, size * 0.05), dark);
  const part = partPainter(placement, side);
  if (scene.subjectIsWoman) {
    fillPolygon(canvas, ellipse([foot[0], foot[1] - size * 0.875], size * 0.05, size * 0.075), dark);
    part('-0.1,0.44 0.1,0.44 0.14,0.2 -0.14,0.2', dark, dim(dark, 0.8));
  } else part('-0.055,0.868 0.055,0.868 0.062,0.85 -0.062,0.85', dark);
  const rim = scene.palette.skyLow;
  part(
    '0.108,0.36 0.121,0.5 0.13,0.62 0.125,0.72 0.113,0.795 0.085,0.83 0.083,0.822 0.106,0.788 0.117,0.72 0.121,0.62 0.113,0.5 0.1,0.36',
    rim,
    rim,
    0.42,
  );
  part('0.047,0.9 0.05,0.94 0.04,0.975 0.02,0.989 0.02,0.984 0.036,0.97 0.043,0.94 0.041,0.9', rim, rim, 0.45);
}

function castShadow(placement: Placement, side: 1 | -1): void {
  const dark = dim(placement.tone, 0.8);
  const part = partPainter(placement, side);
  part('-0.07,0.012 0.07,0.012 -0.5,-0.14 -0.64,-0.14', dark, dark, 0.24);
  part('-0.05,0.006 0.05,0.006 -0.36,-0.1 -0.48,-0.1', dark, dark, 0.2);
}

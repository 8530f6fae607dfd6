import { type Canvas, type Colour, fillPolygon, outline, type Point } from '../canvas.ts';
import type { Scene } from '../describeScene.ts';

/** Where and how large a subject is painted, and its own darkest colour. */
export interface Placement {
  readonly canvas: Canvas;
  readonly scene: Scene;
  readonly foot: Point;
  readonly size: number;
  readonly tone: Colour;
}

/** Which way the light comes from: 1 from the right of the subject, -1 from its left. */
export function lightSide({ canvas, scene, foot }: Placement): 1 | -1 {
  return scene.sunX * canvas.aspect > foot[0] ? 1 : -1;
}

/** Puts points of a subject (y upwards from its foot, one unit its size) onto the canvas. */
export function placePoints({ foot, size }: Placement, points: readonly Point[], mirror: 1 | -1 = 1): Point[] {
  return points.map(([x, y]): Point => [foot[0] + x * size * mirror, foot[1] - y * size]);
}

/** A painter of one subject's parts: outline as text, colour at its top and foot. */
export function partPainter(
  placement: Placement,
  mirror: 1 | -1 = 1,
): (shape: string, top: Colour, bottom?: Colour, opacity?: number) => void {
  return (shape, top, bottom = top, opacity = 1) =>
    fillPolygon(placement.canvas, placePoints(placement, outline(shape), mirror), top, bottom, opacity);
}

import type { Position } from '@studio/shared/document';

/** A rectangle in canvas pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How canvas pixels lie on a map: `map = (canvas - origin) * scale`. */
export interface MapFrame {
  readonly origin: Position;
  /** Map pixels for one canvas pixel. */
  readonly scale: number;
}

/** Space around the outermost nodes, as a share of the map. */
const MARGIN = 0.06;

/** Fits boxes into a map of a size, in the middle and in proportion; undefined when there are none. */
export function frameOf(boxes: Iterable<Box>, size: { width: number; height: number }): MapFrame | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  if (left > right) return undefined;
  const inner = { width: size.width * (1 - 2 * MARGIN), height: size.height * (1 - 2 * MARGIN) };
  const scale = Math.min(inner.width / Math.max(1, right - left), inner.height / Math.max(1, bottom - top));
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  return { scale, origin: { x: middle.x - size.width / 2 / scale, y: middle.y - size.height / 2 / scale } };
}

/** A box of the canvas as it lies on the map; never smaller than a point that can be seen. */
export function onMap(frame: MapFrame, { x, y, width, height }: Box): Box {
  const { origin, scale } = frame;
  return {
    x: (x - origin.x) * scale,
    y: (y - origin.y) * scale,
    width: Math.max(1, width * scale),
    height: Math.max(1, height * scale),
  };
}

/** The place of the canvas under a place of the map. */
export function onCanvas({ origin, scale }: MapFrame, at: Position): Position {
  return { x: at.x / scale + origin.x, y: at.y / scale + origin.y };
}

import type { Region } from '@studio/shared/document';

/** A point on the picture in fractions of its width and height. */
export interface PicturePoint {
  readonly x: number;
  readonly y: number;
}

/** Smaller than this share of the picture in both directions is a click, not a rectangle. */
const SMALLEST = 0.01;

/** Where the pointer is on the picture, kept within it. */
export function picturePoint(
  pointer: { readonly clientX: number; readonly clientY: number },
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): PicturePoint {
  const fraction = (value: number, size: number) => (size <= 0 ? 0 : Math.max(0, Math.min(1, value / size)));
  return { x: fraction(pointer.clientX - box.left, box.width), y: fraction(pointer.clientY - box.top, box.height) };
}

/** The rectangle between two corners; undefined for a click. Rounded so that a note stores few digits. */
export function regionBetween(a: PicturePoint, b: PicturePoint): Region | undefined {
  const round = (value: number) => Math.round(value * 1e4) / 1e4;
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const [width, height] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
  if (width < SMALLEST || height < SMALLEST) return undefined;
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}

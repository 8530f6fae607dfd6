/** A colour in linear light. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A point: x from 0 to the aspect ratio, y from 0 (top) to 1. */
export type Point = readonly [x: number, y: number];

/** A picture being painted, in linear light; one unit of length is the picture's height. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly aspect: number;
  readonly light: Float32Array;
}

/** Makes a black canvas. */
export function createCanvas(width: number, height: number): Canvas {
  return { width, height, aspect: width / height, light: new Float32Array(width * height * 3) };
}

/** Reads an sRGB hex colour such as `#1b2a41` into linear light. */
export function colour(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  const linear = (byte: number): number => (byte / 255) ** 2.2;
  return [linear(value >> 16), linear((value >> 8) & 255), linear(value & 255)];
}

/** Blends two colours. */
export function mixColour(a: Colour, b: Colour, amount: number): Colour {
  return [a[0] + (b[0] - a[0]) * amount, a[1] + (b[1] - a[1]) * amount, a[2] + (b[2] - a[2]) * amount];
}

/** Multiplies a colour's brightness. */
export function dim(a: Colour, factor: number): Colour {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

/** Lays a colour over a pixel with an opacity. */
export function cover(canvas: Canvas, index: number, [red, green, blue]: Colour, opacity: number): void {
  const { light } = canvas;
  const at = index * 3;
  light[at] = (light[at] ?? 0) * (1 - opacity) + red * opacity;
  light[at + 1] = (light[at + 1] ?? 0) * (1 - opacity) + green * opacity;
  light[at + 2] = (light[at + 2] ?? 0) * (1 - opacity) + blue * opacity;
}

/** Adds light to a pixel. */
export function shine(canvas: Canvas, index: number, [red, green, blue]: Colour, strength: number): void {
  const { light } = canvas;
  const at = index * 3;
  light[at] = (light[at] ?? 0) + red * strength;
  light[at + 1] = (light[at + 1] ?? 0) + green * strength;
  light[at + 2] = (light[at + 2] ?? 0) + blue * strength;
}

/** Adds a round glow of a radius (falls to nothing there). */
export function addGlow(canvas: Canvas, [x, y]: Point, radius: number, tint: Colour, strength: number): void {
  const { width, height } = canvas;
  const left = Math.max(0, Math.floor((x - radius) * height));
  const right = Math.min(width - 1, Math.ceil((x + radius) * height));
  const top = Math.max(0, Math.floor((y - radius) * height));
  const bottom = Math.min(height - 1, Math.ceil((y + radius) * height));
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) {
      const distance = Math.hypot(column / height - x, row / height - y) / radius;
      if (distance < 1) shine(canvas, row * width + column, tint, (1 - distance) ** 3 * strength);
    }
  }
}

const SUB_ROWS = 4;

/** Fills a polygon (even-odd) with soft edges; the colour may change from its top to its bottom. */
export function fillPolygon(
  canvas: Canvas,
  points: readonly Point[],
  top: Colour,
  bottom: Colour = top,
  opacity = 1,
): void {
  const { width, height } = canvas;
  const ys = points.map(([, y]) => y * height);
  const first = Math.max(0, Math.floor(Math.min(...ys)));
  const last = Math.min(height - 1, Math.ceil(Math.max(...ys)));
  const span = Math.max(1e-6, Math.max(...ys) - Math.min(...ys));
  const coverage = new Float32Array(width);
  for (let row = first; row <= last; row += 1) {
    coverage.fill(0);
    for (let sub = 0; sub < SUB_ROWS; sub += 1) {
      addSpans(coverage, crossings(points, height, row + (sub + 0.5) / SUB_ROWS));
    }
    const shade = mixColour(top, bottom, Math.min(1, Math.max(0, (row - Math.min(...ys)) / span)));
    for (let column = 0; column < width; column += 1) {
      const amount = coverage[column] ?? 0;
      if (amount > 0) cover(canvas, row * width + column, shade, (amount / SUB_ROWS) * opacity);
    }
  }
}

function crossings(points: readonly Point[], height: number, y: number): number[] {
  const found: number[] = [];
  for (const [index, [bx, by]] of points.entries()) {
    const [ax, ay] = points.at(index - 1) ?? [0, 0];
    const from = ay * height;
    const to = by * height;
    if (from <= y === to <= y) continue;
    found.push((ax + ((y - from) / (to - from)) * (bx - ax)) * height);
  }
  return found.sort((a, b) => a - b);
}

function addSpans(coverage: Float32Array, edges: readonly number[]): void {
  for (let pair = 0; pair + 1 < edges.length; pair += 2) {
    const from = Math.max(0, edges[pair] ?? 0);
    const to = Math.min(coverage.length, edges[pair + 1] ?? 0);
    for (let column = Math.floor(from); column < to; column += 1) {
      coverage[column] = (coverage[column] ?? 0) + Math.min(to, column + 1) - Math.max(from, column);
    }
  }
}

/** Reads an outline such as `0,0 1,0 1,1`: points in order, x and y joined by a comma. */
export function outline(text: string): Point[] {
  return text.split(' ').map((pair): Point => {
    const [x = 0, y = 0] = pair.split(',').map(Number);
    return [x, y];
  });
}

/** Rounds a closed outline (Catmull-Rom, four parts a side). */
export function smoothCurve(points: readonly Point[]): Point[] {
  const at = (index: number): Point => points[(index + points.length) % points.length] ?? [0, 0];
  const curve = (a: number, b: number, c: number, d: number, t: number): number =>
    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3);
  return points.flatMap((_, index) => {
    const [a, b, c, d] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    return [0, 0.25, 0.5, 0.75].map((t): Point => [curve(a[0], b[0], c[0], d[0], t), curve(a[1], b[1], c[1], d[1], t)]);
  });
}

/** The outline of an ellipse. */
export function ellipse([x, y]: Point, radiusX: number, radiusY: number = radiusX, corners = 40): Point[] {
  return Array.from({ length: corners }, (_, corner): Point => {
    const angle = (corner / corners) * 2 * Math.PI;
    return [x + Math.cos(angle) * radiusX, y + Math.sin(angle) * radiusY];
  });
}

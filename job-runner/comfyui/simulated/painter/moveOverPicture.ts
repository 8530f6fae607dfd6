import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import { mix, seededRandom } from './noise.ts';
import { stampLabel } from './label.ts';
import type { Picture } from './paintPicture.ts';

/** What a clip asks for: its prompt, seed, size, and length in frames. */
export interface Motion {
  readonly prompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly length: number;
}

interface CameraMove {
  readonly zoom: number;
  readonly panX: number;
  readonly panY: number;
  readonly sway: number;
}

const MOVES: readonly (readonly [RegExp, Partial<CameraMove>])[] = [
  [/\b(zoom(s|ing)? in|push(es|ing)? in|dolly in|closer|towards?)\b/, { zoom: 0.16, panX: 0, panY: 0.006 }],
  [/\b(zoom(s|ing)? out|pull(s|ing)? (out|back)|dolly out|reveals?)\b/, { zoom: -0.14, panX: 0, panY: 0 }],
  [/\b(pan(s|ning)? left|truck(s|ing)? left)\b/, { panX: -0.1, zoom: 0.02 }],
  [/\b(pan(s|ning)?( right)?|truck(s|ing)?|track(s|ing)?|drift(s|ing)?|slide(s)?)\b/, { panX: 0.1, zoom: 0.02 }],
  [/\b(tilt(s|ing)? up|crane(s)? up|rise(s)?|rising)\b/, { panY: -0.07, zoom: 0.03 }],
  [/\b(tilt(s|ing)? down|descend(s|ing)?)\b/, { panY: 0.07, zoom: 0.03 }],
  [/\b(static|locked|still camera)\b/, { zoom: 0.012, panX: 0, panY: 0, sway: 0 }],
  [/\b(hand-?held|shak(y|es))\b/, { sway: 0.006 }],
];

/** Moves a camera over a picture: near things move more than far ones, and the first frame is the picture itself. */
export async function* moveOverPicture(start: Picture, motion: Motion): AsyncGenerator<Picture> {
  const { width, height, length } = motion;
  const source = await fitted(start, width, height);
  const move = readMove(motion);
  for (let frame = 0; frame < length; frame += 1) {
    const through = length > 1 ? frame / (length - 1) : 0;
    const rgb = frame === 0 ? source.slice() : warp(source, width, height, move, through, motion.seed);
    stampLabel(rgb, width, height);
    yield { width, height, rgb };
    await nextTurn();
  }
}

async function fitted(picture: Picture, width: number, height: number): Promise<Uint8Array> {
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  const resized = await sharp(picture.rgb, { raw }).resize(width, height, { fit: 'cover' }).raw().toBuffer();
  return new Uint8Array(resized);
}

function readMove({ prompt, seed }: Motion): CameraMove {
  const random = seededRandom(seed + 12_007);
  const open: CameraMove = {
    zoom: 0.05 + random() * 0.07,
    panX: (random() - 0.5) * 0.09,
    panY: (random() - 0.5) * 0.02,
    sway: 0.0012,
  };
  const words = prompt.toLowerCase();
  return MOVES.filter(([pattern]) => pattern.test(words)).reduce((move, [, said]) => ({ ...move, ...said }), open);
}

/** How near a row is: the sky is far, the ground comes towards the lower edge. */
function nearness(v: number): number {
  return v < 0.5 ? 0.32 + v * 0.24 : 0.44 + (v - 0.5) ** 1.25 * 1.75;
}

function warp(
  source: Uint8Array,
  width: number,
  height: number,
  move: CameraMove,
  through: number,
  seed: number,
): Uint8Array {
  // Ease in and out a little, as a head on a dolly does.
  const eased = mix(through, through * through * (3 - 2 * through), 0.6);
  const rgb = new Uint8Array(width * height * 3);
  const swayX = Math.sin(through * 17 + seed) * move.sway;
  const swayY = Math.sin(through * 23 + seed * 1.7) * move.sway;
  // A pull back starts close, so that no edge of the picture comes into view.
  const slack = Math.max(0, -move.zoom) * 1.2 + Math.abs(move.panX) * 0.9 + Math.abs(move.panY) + move.sway * 2;
  const settle = Math.min(1, through * 6);
  for (let row = 0; row < height; row += 1) {
    const v = row / height;
    const near = nearness(v);
    const zoom = 1 + (slack * 0.5 + move.zoom * near * 1.5) * eased * (move.zoom < 0 ? settle : 1);
    const shiftX = (move.panX * eased * near + swayX) * width;
    const sourceY = height / 2 + (row - height * 0.5) / zoom + (move.panY * eased + swayY) * height;
    for (let column = 0; column < width; column += 1) {
      const sourceX = width / 2 + (column - width / 2) / zoom + shiftX;
      sampleInto(rgb, (row * width + column) * 3, source, width, height, sourceX, sourceY);
    }
  }
  return rgb;
}

function sampleInto(
  rgb: Uint8Array,
  to: number,
  source: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
): void {
  const clampedX = Math.min(width - 1.001, Math.max(0, x));
  const clampedY = Math.min(height - 1.001, Math.max(0, y));
  const left = Math.floor(clampedX);
  const top = Math.floor(clampedY);
  const u = clampedX - left;
  const v = clampedY - top;
  const at = (top * width + left) * 3;
  const below = at + width * 3;
  for (let part = 0; part < 3; part += 1) {
    const upper = (source[at + part] ?? 0) * (1 - u) + (source[at + 3 + part] ?? 0) * u;
    const lower = (source[below + part] ?? 0) * (1 - u) + (source[below + 3 + part] ?? 0) * u;
    rgb[to + part] = upper * (1 - v) + lower * v + 0.5;
  }
}

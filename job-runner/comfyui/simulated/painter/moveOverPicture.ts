import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import { mix, seededRandom, smoothstep } from './noise.ts';
import { clipWeatherOf } from './clipWeather.ts';
import { eraseLabel, stampLabel } from './label.ts';
import type { Picture } from './paintPicture.ts';

/** What a clip asks for: its prompt, seed, size, and length in frames. */
export interface Motion {
  readonly prompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly length: number;
}

// Weather falls at the speed of the clips' usual rate.
const FRAMES_PER_SECOND = 16;

interface CameraMove {
  readonly zoom: number;
  readonly panX: number;
  readonly panY: number;
  readonly sway: number;
}

const MOVES: readonly (readonly [RegExp, Partial<CameraMove>])[] = [
  [/\b(zoom(s|ing)? in|push(es|ing)? in|dolly in|closer|towards?)\b/, { zoom: 0.16, panX: 0, panY: 0.006 }],
  [/\b(zoom(s|ing)? out|pull(s|ing)? (out|back)|dolly out|reveals?)\b/, { zoom: -0.09, panX: 0, panY: 0 }],
  [/\b((pan(s|ning)?|truck(s|ing)?|track(s|ing)?|drift(s|ing)?|slide(s)?) left)\b/, { panX: -0.06, zoom: 0.02 }],
  [/\b(pan(s|ning)?|truck(s|ing)?|track(s|ing)?|drift(s|ing)?|slide(s)?)\b(?! left)/, { panX: 0.06, zoom: 0.02 }],
  [/\b(tilt(s|ing)? up|crane(s)? up|rise(s)?|rising)\b/, { panY: -0.05, zoom: 0.03 }],
  [/\b(tilt(s|ing)? down|descend(s|ing)?)\b/, { panY: 0.05, zoom: 0.03 }],
  [/\b(static|locked|still camera)\b/, { zoom: 0.012, panX: 0, panY: 0, sway: 0 }],
  [/\b(hand-?held|shak(y|es))\b/, { sway: 0.006 }],
];

/** Moves a camera over a picture: the first frame is the picture itself, and the ground comes nearer than the sky. */
export async function* moveOverPicture(start: Picture, motion: Motion): AsyncGenerator<Picture> {
  const { width, height, length } = motion;
  const source = await fitted(start, width, height);
  const move = readMove(motion);
  const weather = clipWeatherOf(motion.prompt, motion.seed, width, height);
  for (let frame = 0; frame < length; frame += 1) {
    const through = length > 1 ? frame / (length - 1) : 0;
    const rgb = frame === 0 ? source.slice() : warp(source, width, height, move, through, motion.seed);
    // The first frame stays the picture itself; what drifts comes in after it.
    if (frame > 0) for (const paint of weather) paint(rgb, frame / FRAMES_PER_SECOND);
    stampLabel(rgb, width, height);
    yield { width, height, rgb };
    await nextTurn();
  }
}

async function fitted(picture: Picture, width: number, height: number): Promise<Uint8Array> {
  const clean = picture.rgb.slice();
  eraseLabel(clean, picture.width, picture.height);
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  const resized = await sharp(clean, { raw }).resize(width, height, { fit: 'cover' }).raw().toBuffer();
  return new Uint8Array(resized);
}

function readMove({ prompt, seed }: Motion): CameraMove {
  const random = seededRandom(seed + 12_007);
  const open: CameraMove = {
    zoom: 0.05 + random() * 0.07,
    panX: (random() - 0.5) * 0.05,
    panY: (random() - 0.5) * 0.02,
    sway: 0.0012,
  };
  const words = prompt.toLowerCase();
  return MOVES.filter(([pattern]) => pattern.test(words)).reduce((move, [, said]) => ({ ...move, ...said }), open);
}

/** The ground below comes towards the camera a little faster; all that stands keeps its shape. */
function nearness(v: number): number {
  return 1 + smoothstep(0.7, 1.3, v) * 0.4;
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
  const swayX = Math.sin(through * 17 + (seed % 628)) * move.sway * Math.min(1, through * 8);
  const swayY = Math.sin(through * 23 + (seed % 628) * 1.7) * move.sway * Math.min(1, through * 8);
  // A pan pushes in just as far as it needs to keep within the picture.
  const slack = 2.1 * Math.max(Math.abs(move.panX), Math.abs(move.panY));
  const push = (move.zoom < 0 ? move.zoom : Math.max(move.zoom, slack)) * eased;
  const shiftX = (move.panX * eased + swayX) * width;
  const shiftY = (move.panY * eased + swayY) * height;
  for (let row = 0; row < height; row += 1) {
    const zoom = 1 + push * nearness(row / height);
    const sourceY = mirrored(height / 2 + (row - height / 2) / zoom + shiftY, height);
    for (let column = 0; column < width; column += 1) {
      const sourceX = mirrored(width / 2 + (column - width / 2) / zoom + shiftX, width);
      sampleInto(rgb, (row * width + column) * 3, source, width, sourceX, sourceY);
    }
  }
  return rgb;
}

/** A pull back sees past the edge: the picture goes on mirrored there. */
function mirrored(at: number, size: number): number {
  const last = size - 1.001;
  if (at < 0) return Math.min(last, -at);
  return at > last ? Math.max(0, 2 * last - at) : at;
}

function sampleInto(rgb: Uint8Array, to: number, source: Uint8Array, width: number, x: number, y: number): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const u = x - left;
  const v = y - top;
  const at = (top * width + left) * 3;
  const below = at + width * 3;
  for (let part = 0; part < 3; part += 1) {
    const upper = (source[at + part] ?? 0) * (1 - u) + (source[at + 3 + part] ?? 0) * u;
    const lower = (source[below + part] ?? 0) * (1 - u) + (source[below + 3 + part] ?? 0) * u;
    rgb[to + part] = upper * (1 - v) + lower * v + 0.5;
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { createCanvas } from './canvas.ts';
import { describeScene } from './describeScene.ts';
import { develop } from './finish.ts';
import { stampLabel } from './label.ts';
import { stagesOf } from './places.ts';
import { paintWeather } from './weather.ts';

/** A finished picture: sRGB bytes, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** What to paint; the same order gives the same bytes. */
export interface PictureOrder {
  readonly prompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

/** Paints a prompt, labelled as simulated; other work runs between the stages. */
export async function paintPicture({ prompt, seed, width, height }: PictureOrder): Promise<Picture> {
  const scene = describeScene(prompt, seed);
  const canvas = createCanvas(width, height);
  for (const paint of [...stagesOf(canvas, scene), () => paintWeather(canvas, scene)]) {
    paint();
    await nextTurn();
  }
  const rgb = develop(canvas, scene.seed);
  stampLabel(rgb, width, height);
  return { width, height, rgb };
}

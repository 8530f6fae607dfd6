import { type Motion, moveOverPicture } from './painter/moveOverPicture.ts';
import { paintPicture, type Picture } from './painter/paintPicture.ts';

/** What a text encoder gives. */
export interface Conditioning {
  readonly text: string;
}

/** A picture or clip before and after sampling: its size, and once sampled what it shows. */
export interface Latent {
  readonly width: number;
  readonly height: number;
  readonly length: number;
  readonly start?: Frames;
  readonly sampled?: { readonly text: string; readonly seed: number };
}

/** The pictures that travel on an IMAGE link; each is made when it is asked for, so a clip is never whole in memory. */
export interface Frames {
  readonly width: number;
  readonly height: number;
  readonly length: number;
  readonly each: () => AsyncIterable<Picture>;
}

/** A clip on a VIDEO link. */
export interface Clip {
  readonly frames: Frames;
  readonly fps: number;
}

/** One picture as frames. */
export function stillFrames(picture: Picture): Frames {
  return {
    width: picture.width,
    height: picture.height,
    length: 1,
    async *each() {
      yield picture;
    },
  };
}

/** Decodes a sampled latent: paints the prompt, or moves over the start picture. */
export function decodeLatent(latent: Latent): Frames {
  const { width, height, length, start } = latent;
  const { text, seed } = latent.sampled ?? { text: '', seed: 0 };
  return {
    width,
    height,
    length,
    async *each() {
      if (length === 1) {
        yield await paintPicture({ prompt: text, seed, width, height });
        return;
      }
      const first = start ? await firstOf(start) : await paintPicture({ prompt: text, seed, width, height });
      const motion: Motion = { prompt: text, seed, width, height, length };
      yield* moveOverPicture(first, motion);
    },
  };
}

/** The first picture of some frames. */
export async function firstOf(frames: Frames): Promise<Picture> {
  for await (const picture of frames.each()) return picture;
  throw new Error('an IMAGE link carries no picture');
}

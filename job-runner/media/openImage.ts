import { open } from 'node:fs/promises';
import { fail, ok } from '@studio/shared/result';
import sharp, { type Sharp } from 'sharp';
import type { MediaResult } from './mediaTools.ts';

// One picture at a time and no cache: the process is long-lived and pictures are large.
sharp.concurrency(1);
sharp.cache(false);

/** An image format that the studio reads. */
export type ImageFormat = 'png' | 'jpeg' | 'webp';

/** The most pixels that an image may have. */
export const maxImagePixels = 100_000_000;

/**
 * The image format that the first bytes of a file announce, or null. Deciding by content keeps SVG and other formats that sharp would accept
 * by name or by text from ever reaching it.
 */
export async function sniffImage(file: string): Promise<ImageFormat | null> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return nameFormat(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Opens an image from outside with its limits; the first page of an animation, turned upright. Errors come when it is read. */
export function openImage(input: string | Buffer): Sharp {
  const limits = { limitInputPixels: maxImagePixels, unlimited: false, pages: 1, failOn: 'warning' } as const;
  return sharp(input, limits).timeout({ seconds: 20 }).autoOrient();
}

/** Runs work on an image and turns what sharp throws about its content into a failure. */
export async function tryImage<Value>(work: () => Promise<Value>): Promise<MediaResult<Value>> {
  try {
    return ok(await work());
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return fail(
      'media-refused',
      `The image cannot be used: ${cause}. Images are PNG, JPEG or WebP of at most 100 megapixels.`,
    );
  }
}

function nameFormat(head: Buffer): ImageFormat | null {
  if (head.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'png';
  if (head.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'jpeg';
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  return null;
}

import type { ProblemCode } from '@studio/shared/api';
import { UPLOAD_LIMITS } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import sharp, { type Sharp } from 'sharp';

/** A picture that was decoded and written anew, so that nothing but the picture is left of what came. */
export interface CheckedImage {
  readonly bytes: Buffer;
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly width: number;
  readonly height: number;
}

const MAX_SIDE = 16_384;
const READABLE = ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'];
const WRONG_TYPE = 'file is not a picture that can be used. Send a PNG, JPEG or WebP.';
const BROKEN = 'file is a picture that cannot be read to its end; it may be cut off. Export it again.';

// Every other loader is off for the whole process: SVG, PDF and the like can read files and run code of old libraries.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: READABLE });
sharp.concurrency(1);
sharp.cache(false);

/** Checks a picture from outside and writes it anew: upright, in sRGB, without metadata or anything appended to it. */
export async function checkImage(bytes: Buffer): Promise<Result<CheckedImage, ProblemCode>> {
  const kind = kindOf(bytes);
  if (!kind) return fail('unsupported-media', WRONG_TYPE, 'file');
  const options = {
    limitInputPixels: UPLOAD_LIMITS.imagePixels,
    unlimited: false,
    failOn: 'warning',
    pages: 1,
  } as const;
  try {
    const { width, height } = await sharp(bytes, options).metadata();
    if (width * height > UPLOAD_LIMITS.imagePixels || Math.max(width, height) > MAX_SIDE) return tooManyPixels();
    const picture = sharp(bytes, options).autoOrient().timeout({ seconds: 30 });
    const written = await writeAs(picture, kind).toBuffer({ resolveWithObject: true });
    return ok({ bytes: written.data, mime: kind, width: written.info.width, height: written.info.height });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/pixel limit/i.test(message)) return tooManyPixels();
    if (/unsupported image format/i.test(message)) return fail('unsupported-media', WRONG_TYPE, 'file');
    return fail('invalid', BROKEN, 'file');
  }
}

function writeAs(picture: Sharp, kind: CheckedImage['mime']): Sharp {
  if (kind === 'image/jpeg') return picture.jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
  if (kind === 'image/webp') return picture.webp({ quality: 95 });
  return picture.png();
}

function tooManyPixels(): Result<never, ProblemCode> {
  const megapixels = UPLOAD_LIMITS.imagePixels / 1_000_000;
  return fail(
    'too-large',
    `file has too many pixels: ${megapixels} megapixels and ${MAX_SIDE} a side are the most. Make it smaller.`,
    'file',
  );
}

/** What the first bytes say it is; names and types that the sender gives are not asked. */
function kindOf(bytes: Buffer): CheckedImage['mime'] | undefined {
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png';
  if (bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'image/jpeg';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return undefined;
}

import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { encodeClip } from './encodeClip.ts';
import { RaisedByNode } from './nodeFailure.ts';
import type { NodeContext, NodeOutcome } from './nodeRunner.ts';
import type { Picture } from './painter/paintPicture.ts';
import { addPngText } from './pngText.ts';
import type { Clip, Frames } from './simulatedValues.ts';
import type { FileType, SavedFile } from './workerFiles.ts';

/** Saves each picture of a batch as PNG with the prompt in its metadata. */
export async function savePictures(
  inputs: Readonly<Record<string, unknown>>,
  context: NodeContext,
  type: FileType,
): Promise<NodeOutcome> {
  const images: SavedFile[] = [];
  for await (const picture of (inputs['images'] as Frames).each()) {
    const { path, file } = reserve(context, type, String(inputs['filename_prefix']), 'png');
    await writeFile(path, addPngText(await encodePng(picture), context.metadata));
    images.push(file);
  }
  return { values: [inputs['images']], files: { images } };
}

/** Saves a clip as MP4; as on the real server it is listed under `images`, marked animated. */
export async function saveClip(inputs: Readonly<Record<string, unknown>>, context: NodeContext): Promise<NodeOutcome> {
  const clip = inputs['video'] as Clip;
  const { path, file } = reserve(context, 'output', String(inputs['filename_prefix']), 'mp4');
  await encodeClip({ clip, path, ffmpegPath: context.ffmpegPath, metadata: context.metadata });
  return { values: [inputs['video']], files: { images: [file], animated: [true] } };
}

function reserve(
  context: NodeContext,
  type: FileType,
  prefix: string,
  extension: string,
): { path: string; file: SavedFile } {
  const reserved = context.files.reserve(type, prefix, extension);
  if (reserved) return reserved;
  throw new RaisedByNode('Exception', `**** ERROR: Saving image outside the output folder is not allowed: ${prefix}`);
}

async function encodePng({ width, height, rgb }: Picture): Promise<Buffer> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}

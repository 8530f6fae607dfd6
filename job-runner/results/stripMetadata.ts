import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { ok } from '@studio/shared/result';
import type { MediaResult } from '../media/mediaTools.ts';
import { openImage, tryImage } from '../media/openImage.ts';
import { runFfmpeg } from '../media/runFfmpeg.ts';
import { readSafely } from '../media/safeInput.ts';
import type { ViewCall } from './makeViews.ts';

const SIGNATURE_BYTES = 8;
const TEXT_CHUNKS = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf']);

/**
 * Takes the prompt and the graph off a result, which ComfyUI writes into its files: a guest may see the picture and
 * nothing of how it was made. Pixels of a PNG and frames of a clip stay exactly as they are; a JPEG or WebP is encoded
 * once more, because its metadata cannot be cut out as simply. Returns the clean file.
 */
export async function stripMetadata(call: ViewCall): Promise<MediaResult<string>> {
  const { file, probe, folder, tools, signal } = call;
  const clean = join(folder, `clean${extname(file)}`);
  if (probe.kind === 'video') {
    const streams = ['-map', '0:v:0', '-map', '0:a?', '-c', 'copy'];
    const args = [...readSafely(file), ...streams, '-map_metadata', '-1', '-movflags', '+faststart', clean];
    const copied = await runFfmpeg({ tools, signal, args });
    return copied.ok ? ok(clean) : copied;
  }
  if (probe.mime === 'image/png') {
    await writeFile(clean, withoutTextChunks(await readFile(file)));
    return ok(clean);
  }
  const encoded = await tryImage(() => {
    const image = openImage(file);
    return (probe.mime === 'image/webp' ? image.webp({ quality: 95 }) : image.jpeg({ quality: 95 })).toFile(clean);
  });
  return encoded.ok ? ok(clean) : encoded;
}

/** A PNG without its text chunks; every other byte is kept. */
export function withoutTextChunks(png: Buffer): Buffer {
  const kept: Buffer[] = [png.subarray(0, SIGNATURE_BYTES)];
  for (let at = SIGNATURE_BYTES; at + 12 <= png.length; ) {
    const end = at + 12 + png.readUInt32BE(at);
    if (!TEXT_CHUNKS.has(png.toString('latin1', at + 4, at + 8))) kept.push(png.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

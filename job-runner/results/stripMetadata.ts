import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { ok } from '@studio/shared/result';
import type { MediaResult } from '../media/mediaTools.ts';
import { runFfmpeg } from '../media/runFfmpeg.ts';
import { readSafely } from '../media/safeInput.ts';
import type { ViewCall } from './makeViews.ts';

const SIGNATURE_BYTES = 8;
const TEXT_CHUNKS = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf']);

/**
 * Takes the prompt and the graph off a result, which ComfyUI writes into every PNG and MP4: a guest may see the picture
 * and nothing of how it was made. Pixels and frames stay exactly as they are. Returns the clean file.
 */
export async function stripMetadata(call: ViewCall): Promise<MediaResult<string>> {
  const { file, probe, folder, tools, signal } = call;
  if (probe.kind === 'video') {
    const clean = join(folder, `clean${extname(file)}`);
    const args = [
      ...readSafely(file),
      '-map',
      '0',
      '-c',
      'copy',
      '-map_metadata',
      '-1',
      '-movflags',
      '+faststart',
      clean,
    ];
    const copied = await runFfmpeg({ tools, signal, args });
    return copied.ok ? ok(clean) : copied;
  }
  if (probe.mime !== 'image/png') return ok(file);
  const clean = join(folder, 'clean.png');
  await writeFile(clean, withoutTextChunks(await readFile(file)));
  return ok(clean);
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

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MediaReference, TakeRow } from '@studio/shared/document';
import { expect } from 'vitest';
import type { Editor } from './editor.ts';

/** Downloads every medium of every Take and expects its bytes to have the hash and size that the ledger says. */
export async function expectMediaByHash(editor: Editor): Promise<number> {
  const references = new Map<string, MediaReference>();
  for (const take of editor.takes.rows().values())
    for (const reference of mediaOf(take)) references.set(reference.sha256, reference);
  for (const { sha256, bytes } of references.values()) {
    const body = await editor.client.media(sha256);
    expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
    expect(body.length).toBe(bytes);
  }
  return references.size;
}

function mediaOf(take: TakeRow): readonly MediaReference[] {
  return [take.media, take.thumbnail, take.filmstrip, take.waveform, take.edl].filter(
    (reference) => reference !== null && reference !== undefined,
  );
}

/** Downloads a film and counts the frames that really decode. */
export async function countFrames(editor: Editor, sha256: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'e2e-film-'));
  const file = join(folder, 'film.mp4');
  try {
    await writeFile(file, await editor.client.media(sha256));
    const args = ['-v', 'error', '-select_streams', 'v:0', '-count_frames', '-show_entries', 'stream=nb_read_frames'];
    const { stdout } = await promisify(execFile)('ffprobe', [...args, '-of', 'csv=p=0', file]);
    return Number(stdout.trim().replace(/,$/, ''));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sweepRenderCache } from './sweepRenderCache.ts';

const now = 1_800_000_000_000;

test('the segments used longest ago go first, what is in use stays, abandoned work goes', async () => {
  const cacheFolder = await mkdtemp(join(tmpdir(), 'sweep-'));
  const put = async (name: string, hoursAgo: number): Promise<void> => {
    const path = join(cacheFolder, name);
    if (name.startsWith('render-')) await mkdir(path);
    else await writeFile(path, Buffer.alloc(100));
    const used = new Date(now - hoursAgo * 3_600_000);
    await utimes(path, used, used);
  };
  await put('old.mp4', 9);
  await put('older.mp4', 10);
  await put('used.wav', 3);
  await put('fresh.mp4', 0.5);
  await put('render-dead', 30);
  await put('render-alive', 1);
  expect(await sweepRenderCache({ cacheFolder, maxBytes: 400, now })).toBe(0);
  expect(await sweepRenderCache({ cacheFolder, maxBytes: 250, now })).toBe(200);
  expect((await readdir(cacheFolder)).sort()).toEqual(['fresh.mp4', 'render-alive', 'used.wav']);
  expect(await sweepRenderCache({ cacheFolder, maxBytes: 0, now })).toBe(100);
  expect((await readdir(cacheFolder)).sort()).toEqual(['fresh.mp4', 'render-alive']);
  await rm(cacheFolder, { recursive: true });
});

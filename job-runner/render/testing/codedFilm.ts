import { join } from 'node:path';
import { unwrap } from '@studio/shared/result';
import { type CompiledEdl, compileEdl, type Cut, type Rate, resolveCut } from '@studio/shared/timeline';
import { hashFile } from '../../collab/collabClient.ts';
import { type CodedSource, makeCodedImage, makeCodedVideo } from '../../media/testing/codedMedia.ts';
import type { RenderCall } from '../renderCut.ts';

/** One clip of a test film. */
export type FilmClip = {
  source: string | null;
  trimInFrames?: number;
  durationFrames: number;
  dissolveFrames?: number;
};

/** A source on disk with the hash of its content. */
export type FilmSource = CodedSource & { readonly sha256: string; readonly kind: 'video' | 'image' };

/** Sources by name, of several sizes, rates and containers, with and without sound. */
export async function makeSources(folder: string): Promise<Map<string, FilmSource>> {
  const videos: Record<string, Omit<CodedSource, 'file' | 'id'>> = {
    'a.mp4': { width: 320, height: 180, frames: 150, rate: { num: 24, den: 1 }, sound: '-c:a aac' },
    'b.mp4': { width: 640, height: 360, frames: 60, rate: { num: 16, den: 1 } },
    'c.mov': {
      width: 320,
      height: 240,
      frames: 60,
      rate: { num: 30_000, den: 1001 },
      sound: '-c:a pcm_s16le -ar 44100 -ac 1',
    },
    'd.webm': {
      width: 200,
      height: 360,
      frames: 75,
      rate: { num: 25, den: 1 },
      encoding: '-c:v libvpx -b:v 4M -pix_fmt yuv420p',
    },
    'e.mp4': { width: 320, height: 180, frames: 240, rate: { num: 60, den: 1 }, sound: '-c:a aac' },
  };
  const sources = new Map<string, FilmSource>();
  for (const [index, [name, shape]] of Object.entries(videos).entries()) {
    const source = { ...shape, file: join(folder, name), id: index + 1 };
    makeCodedVideo(source);
    sources.set(name, { ...source, kind: 'video', sha256: await hashFile(source.file) });
  }
  const still = {
    file: join(folder, 'still.png'),
    id: 99,
    width: 400,
    height: 300,
    frames: 1,
    rate: { num: 1, den: 1 },
  };
  await makeCodedImage(still);
  sources.set('still.png', { ...still, kind: 'image', sha256: await hashFile(still.file) });
  return sources;
}

/** The cut and the EDL of clips laid end to end at a rate, starting at one hour. */
export function compileFilm(
  clips: readonly FilmClip[],
  sources: ReadonlyMap<string, FilmSource>,
  rate: Rate,
): { cut: Cut; edl: CompiledEdl } {
  const { cut } = unwrap(
    resolveCut({
      title: 'Coded film',
      rate,
      startTimecodeFrames: Math.round((3600 * rate.num) / rate.den),
      clips: clips.map(({ source, trimInFrames = 0, durationFrames, dissolveFrames = 0 }, index) => ({
        id: String(index),
        name: source ?? `hole ${index}`,
        takeId: source,
        trimInFrames,
        durationFrames,
        dissolveFrames,
      })),
      findTake: (name) => {
        const source = sources.get(name);
        return source === undefined ? null : { ...source, name, mediaSha256: source.sha256 };
      },
      defaultDurationFrames: 24,
      longDissolves: 'refuse',
    }),
  );
  return { cut, edl: unwrap(compileEdl(cut)) };
}

/** A render of a compiled film into `folder`, with its cache there. */
export function renderCallOf(
  edl: CompiledEdl,
  sources: ReadonlyMap<string, FilmSource>,
  rate: Rate,
  folder: string,
): RenderCall {
  return {
    edlText: edl.text,
    rate,
    width: 320,
    height: 180,
    findReel: async (reel) => sources.get(edl.reels[reel]?.clipName ?? '') ?? null,
    outputFile: join(folder, 'exports', 'film.mp4'),
    cacheFolder: join(folder, 'cache'),
    tools: { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' },
    clock: Date.now,
    hasTimecodeTrack: true,
  };
}

/** The frame of a source on screen at a frame of the film's clock: the last whose own time, rounded half up to film frames, has come. */
export function sourceFrameAt(frame: number, source: FilmSource, rate: Rate): number {
  let shown = 0;
  while (shown + 1 < source.frames) {
    const arrives = Math.floor(((shown + 1) * source.rate.den * rate.num) / (source.rate.num * rate.den) + 0.5);
    if (arrives > frame) break;
    shown += 1;
  }
  return shown;
}

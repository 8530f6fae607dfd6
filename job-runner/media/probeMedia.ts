import { fail, ok } from '@studio/shared/result';
import { z } from 'zod';
import type { MediaResult, MediaTools, ProcessLimits } from './mediaTools.ts';
import { type ImageFormat, openImage, sniffImage, tryImage } from './openImage.ts';
import { runFfprobe } from './runFfprobe.ts';

/** Frames per second as a fraction. */
export type FrameRate = { readonly num: number; readonly den: number };

/** The shape of MediaProbe, for reading back one that was stored. */
export const mediaProbeSchema = z.object({
  kind: z.enum(['image', 'video', 'audio']),
  width: z.number(),
  height: z.number(),
  frames: z.number(),
  rate: z.object({ num: z.number(), den: z.number() }),
  hasAudio: z.boolean(),
  durationSeconds: z.number(),
  mime: z.string(),
  videoStartSeconds: z.number(),
  colorMatrix: z.string().nullable(),
  hasEvenFrames: z.boolean(),
});

/**
 * What a media file is. Width and height are as shown (after rotation), 0 for sound; an image has one frame; frames of a video are counted,
 * not estimated. `videoStartSeconds` is where the picture begins on the file's own clock. `colorMatrix` is null when the file does not say;
 * `hasEvenFrames` is false when some frames last longer than others.
 */
export type MediaProbe = Readonly<z.infer<typeof mediaProbeSchema>>;

const streamSchema = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  nb_frames: z.string().optional(),
  nb_read_packets: z.string().optional(),
  r_frame_rate: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  start_time: z.string().optional(),
  duration: z.string().optional(),
  color_space: z.string().optional(),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
});
const answerSchema = z.object({
  streams: z.array(streamSchema).default([]),
  format: z.object({
    format_name: z.string().default(''),
    duration: z.string().optional(),
    tags: z.record(z.string(), z.string()).optional(),
  }),
});
type Stream = z.infer<typeof streamSchema>;
type Answer = z.infer<typeof answerSchema>;

/**
 * Finds out what a file from outside is, by its content and never by its name: PNG, JPEG and WebP through sharp, MP4, MOV, MKV, WebM and
 * sound through ffprobe with its limits. Refuses pictures without size, rates outside 1 to 240 and formats that can name other files.
 */
export async function probeMedia(
  file: string,
  tools: MediaTools,
  limits: ProcessLimits = {},
): Promise<MediaResult<MediaProbe>> {
  let format: ImageFormat | null;
  try {
    format = await sniffImage(file);
  } catch (error) {
    return fail('file-error', `The file could not be opened: ${String(error)}`);
  }
  if (format !== null) return probeImage(file, format);
  const args = ['-show_streams', '-show_format'];
  const shown = await runFfprobe({ tools, file, args, ...limits });
  if (!shown.ok) return shown;
  const answer = answerSchema.safeParse(shown.value);
  if (!answer.success) return fail('media-unreadable', 'ffprobe described the file in an unexpected way.');
  const video = answer.data.streams.find(
    (stream) => stream.codec_type === 'video' && !stream.disposition?.attached_pic,
  );
  if (video === undefined) return describeSound(answer.data);
  const frames = await countFrames(file, video, tools, limits);
  return frames.ok ? describeVideo(answer.data, video, frames.value) : frames;
}

async function probeImage(file: string, format: ImageFormat): Promise<MediaResult<MediaProbe>> {
  const read = await tryImage(() => openImage(file).metadata());
  if (!read.ok) return read;
  const { width, height, autoOrient } = read.value;
  return ok({
    kind: 'image',
    width: autoOrient?.width ?? width,
    height: autoOrient?.height ?? height,
    frames: 1,
    rate: { num: 1, den: 1 },
    hasAudio: false,
    durationSeconds: 0,
    mime: `image/${format}`,
    videoStartSeconds: 0,
    colorMatrix: null,
    hasEvenFrames: true,
  });
}

function describeSound({ streams, format }: Answer): MediaResult<MediaProbe> {
  const sound = streams.find((stream) => stream.codec_type === 'audio');
  if (sound === undefined) return fail('media-refused', 'The file holds neither picture nor sound.');
  return ok({
    kind: 'audio',
    width: 0,
    height: 0,
    frames: 0,
    rate: { num: 1, den: 1 },
    hasAudio: true,
    durationSeconds: Number(format.duration ?? sound.duration ?? 0) || 0,
    mime: nameContainer(format.format_name, format.tags, [sound]).replace('video/', 'audio/'),
    videoStartSeconds: 0,
    colorMatrix: null,
    hasEvenFrames: true,
  });
}

function describeVideo({ streams, format }: Answer, video: Stream, frames: number): MediaResult<MediaProbe> {
  const { width = 0, height = 0 } = video;
  if (width < 1 || height < 1) return fail('media-refused', 'The picture has no size, or more than 50 megapixels.');
  const chosen = chooseRate(video);
  if (chosen === null) return fail('media-refused', 'The frame rate of the video is not between 1 and 240.');
  if (frames < 1) return fail('media-refused', 'The video has no frames.');
  const { rate, isEven } = chosen;
  const isTurned = (video.side_data_list ?? []).some(({ rotation = 0 }) => Math.abs(rotation) % 180 === 90);
  const matrix = video.color_space ?? 'unknown';
  return ok({
    kind: 'video',
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    frames,
    rate,
    hasAudio: streams.some((stream) => stream.codec_type === 'audio'),
    durationSeconds: (frames * rate.den) / rate.num,
    mime: nameContainer(format.format_name, format.tags, streams),
    videoStartSeconds: Number(video.start_time ?? 0) || 0,
    colorMatrix: matrix === 'unknown' || matrix === 'reserved' ? null : matrix,
    hasEvenFrames: isEven,
  });
}

/** Containers without an index of frames (Matroska) are counted by reading their packets. */
async function countFrames(
  file: string,
  video: Stream,
  tools: MediaTools,
  limits: ProcessLimits,
): Promise<MediaResult<number>> {
  const stated = Number(video.nb_frames ?? 0);
  return stated > 0 ? ok(stated) : countVideoPackets(file, tools, limits);
}

/** Counts the packets of the first picture stream, which for every codec the studio takes are its frames. */
export async function countVideoPackets(
  file: string,
  tools: MediaTools,
  limits: ProcessLimits = {},
): Promise<MediaResult<number>> {
  const args = ['-count_packets', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_packets'];
  const counted = await runFfprobe({ tools, file, args, ...limits });
  if (!counted.ok) return counted;
  const answer = z.object({ streams: z.array(streamSchema) }).safeParse(counted.value);
  return ok(Number(answer.data?.streams[0]?.nb_read_packets ?? 0));
}

/** The declared rate when the average agrees with it; a file of uneven frames has only its average. */
function chooseRate(video: Stream): { rate: FrameRate; isEven: boolean } | null {
  const declared = readRate(video.r_frame_rate);
  const average = readRate(video.avg_frame_rate);
  if (average === null) return declared === null ? null : { rate: declared, isEven: true };
  if (declared === null) return { rate: average, isEven: false };
  const ratio = (average.num * declared.den) / (average.den * declared.num);
  return Math.abs(ratio - 1) < 0.002 ? { rate: declared, isEven: true } : { rate: average, isEven: false };
}

function readRate(text: string | undefined): FrameRate | null {
  const [num = 0, den = 0] = (text ?? '').split('/').map(Number);
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den) || num <= 0 || den <= 0) return null;
  return num / den >= 1 && num / den <= 240 ? snapRate({ num, den }) : null;
}

/** Matroska keeps times in milliseconds, from which 60000/1001 is guessed as 19001/317. */
function snapRate(rate: FrameRate): FrameRate {
  const exact = rate.num / rate.den;
  const whole = { num: Math.round(exact), den: 1 };
  const ntsc = { num: Math.round((exact * 1001) / 1000) * 1000, den: 1001 };
  return [whole, ntsc].find(({ num, den }) => Math.abs(num / den / exact - 1) < 1e-5) ?? rate;
}

const webCodecs = new Set(['vp8', 'vp9', 'av1', 'opus', 'vorbis']);

function nameContainer(name: string, tags: Record<string, string> | undefined, streams: readonly Stream[]): string {
  const family = name.split(',');
  if (family.includes('mov')) return tags?.['major_brand']?.trim() === 'qt' ? 'video/quicktime' : 'video/mp4';
  if (family.includes('matroska')) {
    return streams.every(({ codec_name = '' }) => webCodecs.has(codec_name)) ? 'video/webm' : 'video/x-matroska';
  }
  return (
    { wav: 'audio/wav', mp3: 'audio/mpeg', flac: 'audio/flac', ogg: 'audio/ogg' }[name] ?? 'application/octet-stream'
  );
}

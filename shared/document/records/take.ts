import { isJsonObject, type Json } from '../json.ts';
import { type Author, readAuthor } from './intent.ts';
import { QUALITIES, type Quality } from './meta.ts';

/** What a Take is: a still, a clip, or a film rendered from the cut. */
export type TakeKind = 'image' | 'video' | 'film';

/** Bytes by hash. `sha256` is 64 lower-case hex digits. */
export interface MediaReference {
  readonly sha256: string;
  readonly mime: string;
  readonly bytes: number;
}

/** One picture of `frames` frames laid out in a grid, left to right, top to bottom. */
export interface Filmstrip extends MediaReference {
  readonly columns: number;
  readonly rows: number;
  readonly frames: number;
}

/** What a Take was made of and with; null for a film. */
export interface TakeRecipe {
  readonly pipelineId: string;
  readonly pipelineVersion: string;
  readonly prompt: string;
  readonly seed: number;
  readonly parameters: { readonly [name: string]: Json };
  readonly worker: string;
  readonly workflowSha256: string;
}

/**
 * A result, immutable, keyed `<intentId>.<index>`. `slotId` is the node whose Takes it joins (a shot, or a generator that
 * feeds another); `version` counts distinct inputs, `number` counts Takes of the slot. `rate` is frames a second as a
 * fraction; a still has one frame.
 */
export interface TakeRow {
  readonly id: string;
  readonly intentId: string;
  readonly nodeId: string;
  readonly slotId: string;
  readonly kind: TakeKind;
  readonly name: string;
  readonly version: number;
  readonly number: number;
  readonly media: MediaReference;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly rate: { readonly num: number; readonly den: number };
  readonly hasAudio: boolean;
  readonly thumbnail: MediaReference;
  readonly filmstrip: Filmstrip | null;
  readonly waveform: MediaReference | null;
  /** The EDL that a film was rendered from; only a film has one. */
  readonly edl?: MediaReference;
  readonly quality: Quality;
  readonly notice: string;
  readonly recipe: TakeRecipe | null;
  readonly madeBy: Author;
  readonly madeAt: number;
}

/** Reads a Take; undefined when its media, rate, size or names are not whole. Unknown fields are ignored here and kept in the document. */
export function readTake(id: string, value: unknown): TakeRow | undefined {
  if (!isJsonObject(value)) return undefined;
  const media = readMedia(value['media']);
  const thumbnail = readMedia(value['thumbnail']);
  const madeBy = readAuthor(value['madeBy']);
  const rate = readRate(value['rate']);
  const strings = [value['intentId'], value['nodeId'], value['slotId'], value['name']];
  const counts = [value['version'], value['number'], value['width'], value['height'], value['frames']];
  if (!media || !thumbnail || !madeBy || !rate || !isTakeKind(value['kind'])) return undefined;
  if (!strings.every((text) => typeof text === 'string') || !counts.every(isPositive)) return undefined;
  const take = value as unknown as TakeRow;
  return Object.freeze({
    ...take,
    id,
    hasAudio: value['hasAudio'] === true,
    filmstrip: take.filmstrip ?? null,
    waveform: readMedia(value['waveform']) ?? null,
    quality: QUALITIES.find((quality) => quality === value['quality']) ?? 'standard',
    notice: typeof value['notice'] === 'string' ? value['notice'] : '',
    recipe: take.recipe ?? null,
    madeAt: typeof value['madeAt'] === 'number' ? value['madeAt'] : 0,
  });
}

function isTakeKind(value: unknown): value is TakeKind {
  return value === 'image' || value === 'video' || value === 'film';
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** Reads a media reference; undefined unless the hash is a SHA-256 and the size a count of bytes. */
export function readMedia(value: unknown): MediaReference | undefined {
  if (!isJsonObject(value)) return undefined;
  const { sha256, mime, bytes } = value;
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  if (typeof mime !== 'string' || typeof bytes !== 'number' || !Number.isSafeInteger(bytes)) return undefined;
  return value as unknown as MediaReference;
}

function readRate(value: unknown): { num: number; den: number } | undefined {
  if (!isJsonObject(value)) return undefined;
  const { num, den } = value;
  return isPositive(num) && isPositive(den) ? { num, den } : undefined;
}

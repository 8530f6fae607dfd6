import type { MediaReference, TakeRow } from '@studio/shared/document';
import { mediaUrl } from '../ui/mediaSource.ts';
import type { KeptFile } from './keptMedia.ts';

/** What keeping a cut on a device takes. */
export interface CutMedia {
  /** How many Takes the cut plays. */
  readonly takes: number;
  readonly bytes: number;
  readonly files: readonly KeptFile[];
}

/**
 * The files with which a project plays and shows its cut without a network: the media of the Takes that the cut plays,
 * and thumbnail and filmstrip of every Take. The films of other Takes, and renders, are not among them.
 */
export function cutMedia(played: readonly TakeRow[], all: Iterable<TakeRow>, references: readonly string[]): CutMedia {
  const files = new Map<string, KeptFile>();
  const add = (sha256: string, bytes: number) => files.set(sha256, { sha256, url: mediaUrl(sha256), bytes });
  const addAll = (media: readonly (MediaReference | null)[]) => {
    for (const one of media) if (one) add(one.sha256, one.bytes);
  };
  for (const sha256 of references) add(sha256, 0);
  for (const take of all) addAll([take.thumbnail, take.filmstrip]);
  const unique = new Map(played.map((take) => [take.id, take]));
  for (const take of unique.values()) addAll([take.media, take.waveform]);
  const kept = [...files.values()];
  return { takes: unique.size, bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0), files: kept };
}

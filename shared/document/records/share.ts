import { isJsonObject } from '../json.ts';
import type { RecordMap } from '../roots.ts';
import { readString } from '../fieldReaders.ts';
import { readMedia, type MediaReference, type TakeKind } from './take.ts';

/** What a guest is told of the link they came by. */
export interface ShareMetaRow {
  readonly title: string;
  readonly projectId: string;
  readonly areCommentsAllowed: boolean;
}

/** A Take as a guest sees it: media and frames, no prompt, no cost, no graph. */
export interface SharedTakeRow {
  readonly id: string;
  readonly shotId: string;
  readonly shotName: string;
  readonly name: string;
  readonly kind: TakeKind;
  readonly media: MediaReference;
  readonly thumbnail: MediaReference;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly rate: { readonly num: number; readonly den: number };
  readonly isActive: boolean;
}

/** Reads the meta map of a share document. */
export function readShareMeta(meta: RecordMap): ShareMetaRow {
  return Object.freeze({
    title: readString(meta, 'title', 'Shared Takes'),
    projectId: readString(meta, 'projectId', ''),
    areCommentsAllowed: meta.get('areCommentsAllowed') === true,
  });
}

/** Reads a shared Take; undefined when its media are not whole. The server alone writes these. */
export function readSharedTake(id: string, value: unknown): SharedTakeRow | undefined {
  if (!isJsonObject(value) || !readMedia(value['media']) || !readMedia(value['thumbnail'])) return undefined;
  return Object.freeze({ ...(value as unknown as SharedTakeRow), id });
}

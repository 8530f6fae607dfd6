import type { RecordMap } from '../roots.ts';
import { readChoice, readCount, readString } from '../fieldReaders.ts';
import { SCHEMA_VERSION } from '../roots.ts';

/** The quality a project asks for when a node does not say otherwise. */
export const QUALITIES = ['low', 'standard', 'high'] as const;
/** One of the quality tiers. */
export type Quality = (typeof QUALITIES)[number];

/** The frame rates that a project can have, by name; `shared/timeline` knows their numbers. */
export const RATE_NAMES = ['23.976', '24', '25', '29.97', '29.97df', '30', '48', '50', '59.94', '60'] as const;
/** The name of a frame rate, e.g. `24` or `29.97df`. */
export type RateName = (typeof RATE_NAMES)[number];

/** What holds for the whole project. `width` and `height` are the film's pixels. */
export interface MetaRow {
  readonly title: string;
  readonly logline: string;
  readonly rate: RateName;
  readonly width: number;
  readonly height: number;
  readonly quality: Quality;
  readonly schemaVersion: number;
}

/** Reads the project's meta map with the defaults of a new project. */
export function readMeta(meta: RecordMap): MetaRow {
  return Object.freeze({
    title: readString(meta, 'title', 'Untitled film'),
    logline: readString(meta, 'logline', ''),
    rate: readChoice(meta, 'rate', RATE_NAMES, '24'),
    width: readCount(meta, 'width', 1280, 16),
    height: readCount(meta, 'height', 720, 16),
    quality: readChoice(meta, 'quality', QUALITIES, 'standard'),
    schemaVersion: readCount(meta, 'schemaVersion', SCHEMA_VERSION, 1),
  });
}

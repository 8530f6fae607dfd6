import * as Y from 'yjs';
import { fail } from '../../result.ts';
import { isSafeKey } from '../json.ts';
import { inOrder, orderAt } from '../order.ts';
import { PERSON, type Origin } from '../origins.ts';
import { PICTURE_TRACK, readClip, type ClipRow } from '../records/clip.ts';
import { recordOf, rootMap } from '../roots.ts';
import { readRows } from '../table.ts';
import { absent, write, type CommandResult } from './command.ts';

/** A clip to insert; its place is given apart. */
export interface NewClip {
  readonly id: string;
  readonly shotId: string;
  readonly trackId?: string;
  readonly trimInFrames?: number;
  readonly durationFrames?: number;
  readonly dissolveFrames?: number;
}

/** The parts of a clip that a trim changes, in frames of the project's rate; a duration of 0 plays to the Take's end. */
export type ClipTrim = Partial<Pick<ClipRow, 'trimInFrames' | 'durationFrames' | 'dissolveFrames'>>;

/** Inserts clips, in the given order, before place `index` of the track (past its end: at the end). */
export function insertClips(
  doc: Y.Doc,
  clips: readonly NewClip[],
  index: number,
  origin: Origin = PERSON,
): CommandResult {
  const table = rootMap(doc, 'clips');
  for (const clip of clips) {
    if (!isSafeKey(clip.id) || clip.shotId === '') return fail('invalid', 'A clip needs an id and a shot.', 'clip');
    if (table.has(clip.id)) return fail('exists', 'This clip is in the cut already.', 'id');
    const flaw = trimFlaw(clip);
    if (flaw) return flaw;
  }
  return write(doc, origin, () => {
    clips.forEach((clip, offset) => {
      const record = new Y.Map<unknown>();
      record.set('shotId', clip.shotId);
      record.set('trackId', clip.trackId ?? PICTURE_TRACK.id);
      if (clip.trimInFrames) record.set('trimInFrames', clip.trimInFrames);
      if (clip.durationFrames) record.set('durationFrames', clip.durationFrames);
      if (clip.dissolveFrames) record.set('dissolveFrames', clip.dissolveFrames);
      record.set('order', placeAt(doc, clip.trackId ?? PICTURE_TRACK.id, index + offset));
      table.set(clip.id, record);
    });
  });
}

/** Moves a clip before place `index` among the other clips of its track. Two moves at once never lose or double a clip. */
export function moveClip(doc: Y.Doc, clipId: string, index: number, origin: Origin = PERSON): CommandResult {
  const record = recordOf(doc, 'clips', clipId);
  const clip = readClip(clipId, record);
  if (!record || !clip) return absent('This clip');
  return write(doc, origin, () => {
    record.set('order', placeAt(doc, clip.trackId, index, clipId));
  });
}

/** Trims a clip or sets its dissolve; refuses anything but whole frames of at least 0. */
export function trimClip(doc: Y.Doc, clipId: string, trim: ClipTrim, origin: Origin = PERSON): CommandResult {
  const record = recordOf(doc, 'clips', clipId);
  if (!record) return absent('This clip');
  const flaw = trimFlaw(trim);
  if (flaw) return flaw;
  return write(doc, origin, () => {
    for (const [name, frames] of Object.entries(trim)) record.set(name, frames);
  });
}

/** Removes clips from the cut; their shots and Takes stay. */
export function removeClips(doc: Y.Doc, clipIds: readonly string[], origin: Origin = PERSON): CommandResult {
  const clips = rootMap(doc, 'clips');
  return write(doc, origin, () => {
    for (const id of clipIds) clips.delete(id);
  });
}

function placeAt(doc: Y.Doc, trackId: string, index: number, without?: string): string {
  const rows = readRows(rootMap(doc, 'clips'), readClip).values();
  const sorted = inOrder([...rows].filter((clip) => clip.trackId === trackId && clip.id !== without));
  const { order, rekeyed } = orderAt(sorted, Math.max(0, Math.min(index, sorted.length)));
  for (const [id, key] of rekeyed) recordOf(doc, 'clips', id)?.set('order', key);
  return order;
}

function trimFlaw(trim: ClipTrim): CommandResult<never> | undefined {
  const names = ['trimInFrames', 'durationFrames', 'dissolveFrames'] as const;
  const wrong = names.find((name) => trim[name] !== undefined && !isFrames(trim[name]));
  return wrong && fail('invalid', `“${wrong}” is a whole number of frames, 0 or more.`, wrong);
}

function isFrames(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 10_000_000;
}

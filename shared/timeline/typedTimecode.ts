import { fail, ok } from '../result.ts';
import { droppedPerMinute, type Rate } from './rate.ts';
import { countFrames, isDroppedLabel, splitTimecode, type TimecodeFields } from './timecode.ts';
import type { TimelineResult } from './timelineReason.ts';

/** What a typed timecode is read against: all frames count from the first frame of the cut. */
export type TypedTimecodeContext = {
  readonly rate: Rate;
  readonly playheadFrames: number;
  readonly startTimecodeFrames: number;
};

/**
 * Reads what a person types into a timecode field and returns the frame it means, counted from the first frame of the cut.
 * `1500` fills from the right and means second 15 (the missing hours and minutes are those of the cut's start); `:` and `.` separate too;
 * `+30` and `-1:00` move from the playhead and stop at the first frame. Fields may overflow: `+90` is ninety frames.
 */
export function readTypedTimecode(text: string, context: TypedTimecodeContext): TimelineResult<number> {
  const match = /^([+-]?)\s*([\d:;.,\s]+)$/.exec(text.trim());
  const parts = match === null ? null : readParts((match[2] ?? '').trim());
  if (match === null || parts === null) {
    const message = `"${text}" is not a timecode. Type 1500 for second 15, +30 for thirty frames on, -1:00 for one second back.`;
    return fail('entry-malformed', message);
  }
  if (match[1] === '') return readPosition(text, parts, context);
  const distance = countFrames(toFields(parts), context.rate);
  const target = context.playheadFrames + (match[1] === '-' ? -distance : distance);
  return ok(Math.max(0, target));
}

function readPosition(text: string, parts: readonly number[], context: TypedTimecodeContext): TimelineResult<number> {
  const start = splitTimecode(context.startTimecodeFrames, context.rate);
  const leading = [start.hours, start.minutes, start.seconds].slice(0, 4 - parts.length);
  const fields = toFields([...leading, ...parts]);
  const frame = countFrames(snapToLegalLabel(fields, context.rate), context.rate) - context.startTimecodeFrames;
  if (frame >= 0) return ok(frame);
  const message = `"${text}" is before the start of the cut.`;
  return fail('entry-before-start', message);
}

/** A typed label that drop-frame skips means the first frame of that minute: people type 1:00 and expect to land there. */
function snapToLegalLabel(fields: TimecodeFields, rate: Rate): TimecodeFields {
  return isDroppedLabel(fields, rate) ? { ...fields, frames: droppedPerMinute(rate) } : fields;
}

/** Splits at separators, or digits two by two from the right; null when more than four fields or nine digits were typed. */
function readParts(text: string): number[] | null {
  const groups = text.split(/[:;.,\s]/);
  if (!/\d/.test(text) || groups.length > 4 || groups.some((group) => group.length > 9)) return null;
  if (groups.length > 1) return groups.map((group) => Number(group));
  const digits = groups[0] ?? '';
  if (digits.length === 0 || digits.length > 8) return null;
  return (digits.length % 2 === 0 ? digits : `0${digits}`).match(/\d\d/g)?.map(Number) ?? null;
}

function toFields(parts: readonly number[]): TimecodeFields {
  const fromRight = [...parts].reverse();
  return {
    hours: fromRight[3] ?? 0,
    minutes: fromRight[2] ?? 0,
    seconds: fromRight[1] ?? 0,
    frames: fromRight[0] ?? 0,
  };
}

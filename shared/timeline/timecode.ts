import { fail, ok } from '../result.ts';
import { droppedPerMinute, framesPerDay, type Rate, timecodeBase } from './rate.ts';
import type { TimelineResult } from './timelineReason.ts';

/** The four numbers of a timecode label. */
export type TimecodeFields = {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly frames: number;
};

const labelPattern = /^(\d{1,2})[:.;](\d{1,2})[:.;](\d{1,2})([:.;])(\d{1,3})$/;

/**
 * The label of a frame counted from 00:00:00:00, for example `01:00:00:00`; drop-frame rates put `;` before the frames.
 * Labels start again after 24 hours, as on tape. Throws RangeError on anything but a whole number of frames from 0.
 */
export function formatTimecode(frame: number, rate: Rate): string {
  const { hours, minutes, seconds, frames } = splitTimecode(frame, rate);
  const separator = rate.drop === true ? ';' : ':';
  return `${pad(hours)}:${pad(minutes)}:${pad(seconds)}${separator}${pad(frames)}`;
}

/** The four numbers of a frame's label; throws RangeError on anything but a whole number of frames from 0. */
export function splitTimecode(frame: number, rate: Rate): TimecodeFields {
  if (!Number.isSafeInteger(frame) || frame < 0) {
    throw new RangeError(`A frame is a whole number from 0, not ${frame}.`);
  }
  const base = timecodeBase(rate);
  const label = toLabelCount(frame % framesPerDay(rate), rate);
  const seconds = Math.floor(label / base);
  return {
    hours: Math.floor(seconds / 3600),
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    frames: label % base,
  };
}

/**
 * The frame, counted from 00:00:00:00, that a label such as `01:00:00:00` names; `;` and `.` are read as separators.
 * Refuses malformed labels, fields out of range, and labels that drop-frame skips.
 */
export function parseTimecode(text: string, rate: Rate): TimelineResult<number> {
  const match = labelPattern.exec(text.trim());
  if (match === null) {
    const message = `"${text}" is not a timecode. Write hours:minutes:seconds:frames, for example 01:00:00:00.`;
    return fail('timecode-malformed', message);
  }
  const fields = {
    hours: Number(match[1]),
    minutes: Number(match[2]),
    seconds: Number(match[3]),
    frames: Number(match[5]),
  };
  return joinTimecode(fields, rate, text.trim());
}

/** The frame that the four numbers of a label name, with the same refusals as parseTimecode; `text` is quoted in messages. */
export function joinTimecode(fields: TimecodeFields, rate: Rate, text: string): TimelineResult<number> {
  const base = timecodeBase(rate);
  const outside = findFieldOutside(fields, base);
  if (outside !== null) {
    const message = `"${text}": ${outside.name} go from 0 to ${outside.limit}, not ${outside.value}.`;
    return fail('timecode-out-of-range', message);
  }
  if (isDroppedLabel(fields, rate)) {
    const message = `"${text}" does not exist in drop-frame timecode: the minute starts at frame ${droppedPerMinute(rate)}.`;
    return fail('timecode-dropped-label', message);
  }
  return ok(countFrames(fields, rate));
}

/** True when drop-frame counting skips this label. */
export function isDroppedLabel(fields: TimecodeFields, rate: Rate): boolean {
  return fields.seconds === 0 && fields.minutes % 10 !== 0 && fields.frames < droppedPerMinute(rate);
}

/** Counts frames by the label arithmetic of SMPTE ST 12-1 without checking ranges: fields may overflow into the next larger one. */
export function countFrames(fields: TimecodeFields, rate: Rate): number {
  const minutes = fields.hours * 60 + fields.minutes + Math.floor(fields.seconds / 60);
  const seconds = (fields.hours * 60 + fields.minutes) * 60 + fields.seconds;
  const dropped = droppedPerMinute(rate) * (minutes - Math.floor(minutes / 10));
  return seconds * timecodeBase(rate) + fields.frames - dropped;
}

function findFieldOutside(fields: TimecodeFields, base: number): { name: string; limit: number; value: number } | null {
  const limits = [
    { name: 'hours', limit: 23, value: fields.hours },
    { name: 'minutes', limit: 59, value: fields.minutes },
    { name: 'seconds', limit: 59, value: fields.seconds },
    { name: 'frames at this rate', limit: base - 1, value: fields.frames },
  ];
  return limits.find(({ limit, value }) => value > limit) ?? null;
}

/** Puts the skipped labels back: ten minutes hold one full minute and nine that start late. */
function toLabelCount(frame: number, rate: Rate): number {
  const dropped = droppedPerMinute(rate);
  if (dropped === 0) return frame;
  const perMinute = timecodeBase(rate) * 60 - dropped;
  const perTenMinutes = perMinute * 10 + dropped;
  const tens = Math.floor(frame / perTenMinutes);
  const rest = frame % perTenMinutes;
  const lateMinutes = rest < dropped ? 0 : Math.floor((rest - dropped) / perMinute);
  return frame + dropped * (9 * tens + lateMinutes);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

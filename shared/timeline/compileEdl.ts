import { fail, ok } from '../result.ts';
import { type Cut, type CutEvent, durationOfCut, maxCutEvents, maxDissolveFrames } from './cut.ts';
import { framesPerDay, isRate, type Rate } from './rate.ts';
import { isReel } from './reels.ts';
import { formatTimecode } from './timecode.ts';
import type { TimelineRefusal, TimelineResult } from './timelineReason.ts';

/** The medium behind a reel name. */
export type EdlReel = { readonly clipName: string; readonly mediaSha256: string };

/** A compiled EDL: its text (CRLF lines), and for each reel in it the medium that it names. */
export type CompiledEdl = { readonly text: string; readonly reels: Readonly<Record<string, EdlReel>> };

type LineTimes = { sourceIn: number; sourceOut: number; recordIn: number; recordOut: number };

/**
 * Writes a cut as a CMX3600 EDL: 76-column event lines, a dissolve as two lines of one event, gaps as reel BL, drop-frame by the FCM line
 * and `;`. Refuses more than 999 events, dissolves over 255 frames, events that do not abut and films that run past midnight.
 */
export function compileEdl(cut: Cut): TimelineResult<CompiledEdl> {
  const refusal = checkCut(cut);
  if (refusal !== null) return refusal;
  const reels: Record<string, EdlReel> = {};
  for (const event of cut.events) {
    if (event.kind === 'clip') reels[event.reel] = { clipName: event.clipName, mediaSha256: event.mediaSha256 };
  }
  const header = [
    `TITLE: ${toLineText(cut.title).slice(0, 70)}`,
    `FCM: ${cut.rate.drop === true ? 'DROP FRAME' : 'NON-DROP FRAME'}`,
    '',
  ];
  const lines = cut.events.flatMap((event, index) => writeEvent(cut, event, index));
  return ok({ text: `${[...header, ...lines].join('\r\n')}\r\n`, reels });
}

function writeEvent(cut: Cut, event: CutEvent, index: number): string[] {
  const number = String(index + 1).padStart(3, '0');
  const line = (reel: string, transition: CutEvent['transition'], times: LineTimes): string =>
    writeEventLine(number, reel, transition, times, cut);
  const times = {
    sourceIn: event.sourceInFrames,
    sourceOut: event.sourceOutFrames,
    recordIn: event.recordInFrames,
    recordOut: event.recordOutFrames,
  };
  if (event.transition.kind === 'cut') return [line(event.reel, event.transition, times), ...writeComments(event)];
  const previous = cut.events[index - 1];
  const held = previous?.sourceOutFrames ?? 0;
  const cutPoint = event.recordInFrames;
  return [
    line(
      previous?.reel ?? 'BL',
      { kind: 'cut' },
      {
        sourceIn: held,
        sourceOut: held,
        recordIn: cutPoint,
        recordOut: cutPoint,
      },
    ),
    line(event.reel, event.transition, times),
    'EFFECTS NAME IS CROSS DISSOLVE',
    `* FROM CLIP NAME: ${previous === undefined ? 'BLACK' : toLineText(previous.clipName)}`,
    `* TO CLIP NAME: ${toLineText(event.clipName)}`,
    ...writeSourceFile(event),
  ];
}

function writeComments(event: CutEvent): string[] {
  return [`* FROM CLIP NAME: ${toLineText(event.clipName)}`, ...writeSourceFile(event)];
}

function writeSourceFile(event: CutEvent): string[] {
  return event.kind === 'clip' ? [`* SOURCE FILE: ${toLineText(event.clipName)}`] : [];
}

/** Columns: event 0, reel 5, channel 14, transition 20, duration 25, then four timecodes at 29, 41, 53 and 65. */
function writeEventLine(
  number: string,
  reel: string,
  transition: CutEvent['transition'],
  times: LineTimes,
  cut: Cut,
): string {
  const isDissolve = transition.kind === 'dissolve';
  const duration = isDissolve ? String(transition.frames).padStart(3, '0') : '   ';
  const head = `${number}  ${reel.padEnd(8)} V     ${isDissolve ? 'D' : 'C'}    ${duration}`;
  const source = [times.sourceIn, times.sourceOut];
  const record = [times.recordIn, times.recordOut].map((frame) => frame + cut.startTimecodeFrames);
  return `${head} ${[...source, ...record].map((frame) => formatTimecode(frame, cut.rate)).join(' ')}`;
}

/** A newline in a name would start a new statement, so control characters become spaces. */
function toLineText(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

function checkCut(cut: Cut): TimelineRefusal | null {
  if (!isRate(cut.rate)) return fail('rate-invalid', 'The frame rate of the cut is not usable.', 'rate');
  if (cut.events.length === 0) return fail('edl-empty', 'The cut has no clips. Put at least one shot in it.', 'events');
  if (cut.events.length > maxCutEvents) {
    const message = `The cut has ${cut.events.length} events; a CMX3600 EDL holds ${maxCutEvents}. Split the film into reels.`;
    return fail('too-many-events', message, 'events');
  }
  if (!Number.isSafeInteger(cut.startTimecodeFrames) || cut.startTimecodeFrames < 0) {
    return fail('number-invalid', 'The start timecode must be a whole number of frames from 0.', 'startTimecodeFrames');
  }
  if (cut.startTimecodeFrames + durationOfCut(cut) > framesPerDay(cut.rate) - 1) {
    return fail(
      'past-midnight',
      'The film runs past 23:59:59. Start it at an earlier timecode.',
      'startTimecodeFrames',
    );
  }
  for (const [index, event] of cut.events.entries()) {
    const refusal = checkEvent(event, cut.events[index - 1] ?? null, cut.rate);
    if (refusal !== null) return refusal;
  }
  return checkReels(cut.events);
}

function checkEvent(event: CutEvent, previous: CutEvent | null, rate: Rate): TimelineRefusal | null {
  const { sourceInFrames, sourceOutFrames, recordInFrames, recordOutFrames, transition, clipName } = event;
  const numbers = { sourceInFrames, sourceOutFrames, recordInFrames, recordOutFrames };
  for (const [field, value] of Object.entries(numbers)) {
    if (Number.isSafeInteger(value) && value >= 0 && value < framesPerDay(rate)) continue;
    return fail('number-invalid', `${field} of ${clipName} is ${value}; it must be a frame within 24 hours.`, field);
  }
  const duration = recordOutFrames - recordInFrames;
  if (duration < 1 || duration !== sourceOutFrames - sourceInFrames) {
    return fail(
      'number-invalid',
      `${clipName} must last at least one frame, as long in the film as in its Take.`,
      'recordOutFrames',
    );
  }
  if (recordInFrames !== (previous?.recordOutFrames ?? 0)) {
    return fail(
      'record-not-continuous',
      `${clipName} does not start where the event before it ends.`,
      'recordInFrames',
    );
  }
  if (transition.kind === 'cut') return null;
  const longest = Math.min(maxDissolveFrames, duration);
  if (Number.isSafeInteger(transition.frames) && transition.frames >= 1 && transition.frames <= longest) return null;
  const message = `The dissolve into ${clipName} is ${transition.frames} frames; it can be 1 to ${longest}.`;
  return fail('dissolve-too-long', message, 'transition');
}

function checkReels(events: readonly CutEvent[]): TimelineRefusal | null {
  const owners = new Map<string, string>();
  for (const event of events) {
    if (event.kind === 'gap') continue;
    const { reel, mediaSha256, clipName } = event;
    if (!isReel(reel) || reel === 'BL')
      return fail('reel-invalid', `"${reel}" cannot name the reel of ${clipName}.`, 'reel');
    if ((owners.get(reel) ?? mediaSha256) !== mediaSha256) {
      return fail('reel-invalid', `Reel ${reel} names two different media; one is ${clipName}.`, 'reel');
    }
    owners.set(reel, mediaSha256);
  }
  return null;
}

import { fail, ok } from '../result.ts';
import { type EdlEventLine, readEdlLine } from './edlLine.ts';
import { type Rate, timecodeBase } from './rate.ts';
import { parseTimecode } from './timecode.ts';
import type { TimelineResult } from './timelineReason.ts';

/** A picture line of an EDL with its times in frames and the names that its comments give. */
export type EdlSpan = {
  readonly line: number;
  readonly number: string;
  readonly reel: string;
  readonly transition: string;
  readonly durationFrames: number;
  readonly sourceIn: number;
  readonly sourceOut: number;
  readonly recordIn: number;
  readonly recordOut: number;
  readonly comments: Map<string, string>;
};

/** What stands in an EDL before events are paired: title, counting, picture lines, and lines of tracks that were left out. */
export type EdlSpans = {
  readonly title: string;
  readonly rate: Rate;
  readonly spans: readonly EdlSpan[];
  readonly ignoredLines: readonly number[];
};

type Reading = { title: string; rate: Rate; spans: EdlSpan[]; ignoredLines: number[] };

/**
 * Reads the lines of an EDL at a rate that the caller knows (the file does not say it). Drop-frame follows the FCM lines or a `;` before
 * the frames. Sound and further picture tracks are left out and counted; speed changes are refused, because their picture would be wrong.
 */
export function readEdlSpans(text: string, rate: Rate): TimelineResult<EdlSpans> {
  const reading: Reading = { title: '', rate, spans: [], ignoredLines: [] };
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const outcome = readInto(reading, line, index + 1);
    if (!outcome.ok) return outcome;
  }
  return ok({ ...reading, rate: reading.rate });
}

function readInto(reading: Reading, text: string, line: number): TimelineResult<null> {
  const statement = readEdlLine(text);
  switch (statement.kind) {
    case 'title':
      reading.title = statement.text;
      return ok(null);
    case 'fcm':
      return setDrop(reading, statement.drop, line);
    case 'event':
      return readEventInto(reading, statement, line);
    case 'comment':
      reading.spans.at(-1)?.comments.set(statement.name, statement.text);
      return ok(null);
    case 'speed':
      if (Math.abs(statement.framesPerSecond - timecodeBase(reading.rate)) < 0.1) return ok(null);
      return fail(
        'edl-unsupported',
        `Line ${line} changes the speed of ${statement.reel}; this is not supported.`,
        `line ${line}`,
      );
    case 'malformed':
      return fail('edl-malformed', `Line ${line} is not an event: "${text.trim().slice(0, 80)}".`, `line ${line}`);
    case 'other':
      return ok(null);
  }
}

function setDrop(reading: Reading, drop: boolean, line: number): TimelineResult<null> {
  const { num, den } = reading.rate;
  if (!drop) {
    reading.rate = { num, den };
    return ok(null);
  }
  if (den !== 1001 || (num !== 30000 && num !== 60000)) {
    const message = `Line ${line} counts drop-frame, which exists at 29.97 and 59.94 only. Choose the rate of the list.`;
    return fail('edl-mismatch', message, `line ${line}`);
  }
  reading.rate = { num, den, drop: true };
  return ok(null);
}

function readEventInto(reading: Reading, event: EdlEventLine, line: number): TimelineResult<null> {
  if (!isPicture(event.channel)) {
    reading.ignoredLines.push(line);
    return ok(null);
  }
  if (event.times.some((time) => time.includes(';')) && reading.rate.drop !== true) {
    const outcome = setDrop(reading, true, line);
    if (!outcome.ok) return outcome;
  }
  if (event.transition.startsWith('K')) {
    return fail(
      'edl-unsupported',
      `Line ${line} is a key (${event.transition}); keys are not supported.`,
      `line ${line}`,
    );
  }
  const frames: number[] = [];
  for (const time of event.times) {
    const frame = readTime(time, reading.rate, line);
    if (!frame.ok) return frame;
    frames.push(frame.value);
  }
  const [sourceIn = 0, sourceOut = 0, recordIn = 0, recordOut = 0] = frames;
  const { number, reel, transition, durationFrames } = event;
  const times = { sourceIn, sourceOut, recordIn, recordOut };
  reading.spans.push({ line, number, reel, transition, durationFrames, ...times, comments: new Map() });
  return ok(null);
}

/** The first picture track, alone or with sound: V, V1, B, A/V, AA/V, A2/V. */
function isPicture(channel: string): boolean {
  return channel === 'B' || channel === 'V' || channel === 'V1' || channel.endsWith('/V');
}

function readTime(text: string, rate: Rate, line: number): TimelineResult<number> {
  if (/^\d+$/.test(text)) return ok(Number(text));
  const frame = parseTimecode(text, rate);
  if (frame.ok) return frame;
  const { reason, message } = frame.failure;
  if (reason !== 'timecode-out-of-range') return fail(reason, `Line ${line}: ${message}`, `line ${line}`);
  return fail('edl-rate-impossible', `Line ${line}: ${message} Choose the rate of the list.`, `line ${line}`);
}

import { fail, ok } from '../result.ts';
import { type CutTransition, straightCut } from './cut.ts';
import { isRate, type Rate } from './rate.ts';
import { type EdlSpan, readEdlSpans } from './readEdlSpans.ts';
import type { TimelineRefusal, TimelineResult } from './timelineReason.ts';

/** An event as an EDL tells it: like CutEvent, without the hash of the medium, which the reel stands for. */
export type EdlEvent = {
  readonly kind: 'clip' | 'gap';
  readonly clipName: string;
  readonly reel: string;
  readonly sourceInFrames: number;
  readonly sourceOutFrames: number;
  readonly recordInFrames: number;
  readonly recordOutFrames: number;
  readonly transition: CutTransition;
};

/** A film as an EDL tells it: record frames count from its first event, which stands at `startTimecodeFrames`. */
export type ParsedEdl = {
  readonly title: string;
  readonly rate: Rate;
  readonly startTimecodeFrames: number;
  readonly events: readonly EdlEvent[];
  /** Line numbers of events on other tracks, which were left out. */
  readonly ignoredLines: readonly number[];
};

/**
 * Reads a CMX3600 EDL, or one of its wider relatives, at a rate that the caller knows. Reads by token, so columns may drift; fills holes in
 * the record with gaps; reads wipes as dissolves. Refuses speed changes, keys, unpaired dissolves, overlaps, and lengths that differ.
 */
export function parseEdl(text: string, rate: Rate): TimelineResult<ParsedEdl> {
  if (!isRate(rate)) return fail('rate-invalid', 'The frame rate of the list is not usable.', 'rate');
  const read = readEdlSpans(text, rate);
  if (!read.ok) return read;
  const paired = pairSpans(read.value.spans);
  if (!paired.ok) return paired;
  const [first] = paired.value;
  if (first === undefined) return fail('edl-empty', 'The list has no picture events.');
  const startTimecodeFrames = first.span.recordIn;
  const events = layEvents(paired.value, startTimecodeFrames);
  if (!events.ok) return events;
  const { title, ignoredLines } = read.value;
  return ok(Object.freeze({ title, rate: read.value.rate, startTimecodeFrames, events: events.value, ignoredLines }));
}

type Pair = { span: EdlSpan; from: EdlSpan | null };

/** Joins the two lines of each dissolve, and puts the events in record order. */
function pairSpans(spans: readonly EdlSpan[]): TimelineResult<Pair[]> {
  const pairs: Pair[] = [];
  let held: EdlSpan | null = null;
  for (const span of spans) {
    const isHeld = span.transition === 'C' && span.recordIn === span.recordOut;
    if (held !== null && (isHeld || span.transition === 'C' || held.number !== span.number)) return refuseHeld(held);
    const refusal = isHeld ? null : checkSpan(span);
    if (refusal !== null) return refusal;
    if (isHeld) held = span;
    else {
      const from = span.transition === 'C' ? null : (held ?? pairs.at(-1)?.span ?? null);
      if (span.transition !== 'C' && from?.number !== span.number) return refuseUnpaired(span);
      pairs.push({ span, from });
      held = null;
    }
  }
  if (held !== null) return refuseHeld(held);
  return ok(pairs.sort((a, b) => a.span.recordIn - b.span.recordIn));
}

function refuseHeld({ line, number }: EdlSpan): TimelineRefusal {
  const message = `Line ${line}: event ${number} has no length and no dissolve follows under the same number.`;
  return fail('edl-mismatch', message, `line ${line}`);
}

function refuseUnpaired({ line, number }: EdlSpan): TimelineRefusal {
  const message = `Line ${line}: event ${number} dissolves, but no line of that number says from what.`;
  return fail('edl-mismatch', message, `line ${line}`);
}

function checkSpan(span: EdlSpan): TimelineRefusal | null {
  const field = `line ${span.line}`;
  const duration = span.recordOut - span.recordIn;
  if (duration < 1) return fail('edl-mismatch', `Line ${span.line}: the event ends before it starts.`, field);
  if (!isBlack(span.reel) && span.sourceOut - span.sourceIn !== duration) {
    const message = `Line ${span.line}: ${span.sourceOut - span.sourceIn} frames of ${span.reel} cannot fill ${duration} frames of film.`;
    return fail('edl-mismatch', message, field);
  }
  if (span.transition === 'C' || (span.durationFrames >= 1 && span.durationFrames <= duration)) return null;
  const message = `Line ${span.line}: the dissolve takes ${span.durationFrames} frames of an event of ${duration}.`;
  return fail('dissolve-too-long', message, field);
}

function layEvents(pairs: readonly Pair[], start: number): TimelineResult<readonly EdlEvent[]> {
  const events: EdlEvent[] = [];
  for (const { span, from } of pairs) {
    const field = `line ${span.line}`;
    const recordInFrames = span.recordIn - start;
    const reached = events.at(-1)?.recordOutFrames ?? 0;
    if (recordInFrames < reached) {
      const message = `Line ${span.line}: the event starts before the one before it ends.`;
      return fail('record-not-continuous', message, field);
    }
    if (recordInFrames > reached) events.push(buildGap(reached, recordInFrames));
    if (from !== null && !isContinuation(from, events.at(-1) ?? null)) {
      const message = `Line ${from.line}: the dissolve comes from ${from.reel}, which does not play up to there.`;
      return fail('edl-mismatch', message, `line ${from.line}`);
    }
    events.push(buildEvent(span, recordInFrames));
  }
  return ok(Object.freeze(events));
}

/** The held picture must be the one on screen: its next frames are what the dissolve shows. */
function isContinuation(from: EdlSpan, previous: EdlEvent | null): boolean {
  if (previous === null || previous.kind === 'gap') return isBlack(from.reel);
  return from.reel === previous.reel && from.sourceOut === previous.sourceOutFrames;
}

function buildEvent(span: EdlSpan, recordInFrames: number): EdlEvent {
  const { reel, transition, sourceIn, sourceOut, comments } = span;
  const name = comments.get(transition === 'C' ? 'FROM CLIP NAME' : 'TO CLIP NAME');
  return Object.freeze({
    kind: isBlack(reel) ? 'gap' : 'clip',
    clipName: name ?? comments.get('SOURCE FILE') ?? reel,
    reel: isBlack(reel) ? 'BL' : reel,
    sourceInFrames: sourceIn,
    sourceOutFrames: sourceOut,
    recordInFrames,
    recordOutFrames: recordInFrames + span.recordOut - span.recordIn,
    transition: transition === 'C' ? straightCut : Object.freeze({ kind: 'dissolve', frames: span.durationFrames }),
  });
}

function buildGap(recordInFrames: number, recordOutFrames: number): EdlEvent {
  const times = {
    sourceInFrames: 0,
    sourceOutFrames: recordOutFrames - recordInFrames,
    recordInFrames,
    recordOutFrames,
  };
  return Object.freeze({ kind: 'gap', clipName: '', reel: 'BL', ...times, transition: straightCut });
}

function isBlack(reel: string): boolean {
  return reel === 'BL' || reel === 'BLACK';
}

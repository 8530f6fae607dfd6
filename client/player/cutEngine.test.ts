import { type ClipEvent, type Cut, namedRates } from '@studio/shared/timeline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CutEngine } from './cutEngine.ts';
import type { CutPlace } from './cutPlace.ts';

// The browser's frames, turned by hand: this is about what is drawn at which moment, not about timers.
let ticks: ((now: number) => void)[] = [];
beforeEach(() => {
  ticks = [];
  vi.stubGlobal('requestAnimationFrame', (tick: (now: number) => void) => ticks.push(tick));
  vi.stubGlobal('cancelAnimationFrame', () => {
    ticks = [];
  });
  vi.spyOn(performance, 'now').mockReturnValue(0);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function turnTo(now: number): void {
  const due = ticks;
  ticks = [];
  for (const tick of due) tick(now);
}

class RecordedPlace implements CutPlace {
  clipId: string | null = null;
  isReady = true;
  drawnFrame: number | null = null;
  readonly said: string[] = [];
  load(clipId: string): void {
    if (this.clipId !== clipId) this.said.push(`load ${clipId}`);
    this.clipId = clipId;
  }
  stand(frame: number): void {
    this.said.push(`stand ${frame}`);
  }
  run(speed: number): void {
    this.said.push(`run x${speed}`);
  }
  show(): void {
    this.said.push('show');
  }
  hide(): void {
    this.said.push('hide');
  }
  dispose(): void {
    this.said.push('dispose');
  }
}

function clip(id: string, from: number, to: number, sourceIn: number): ClipEvent {
  const source = { sourceInFrames: sourceIn, sourceOutFrames: sourceIn + to - from };
  const record = { recordInFrames: from, recordOutFrames: to };
  return {
    id,
    kind: 'clip',
    clipName: id,
    mediaSha256: id,
    reel: 'R',
    ...source,
    ...record,
    transition: { kind: 'cut' },
  };
}

function playing(fromFrame: number, speed: 1 | -1 = 1) {
  const events = [clip('a', 0, 24, 5), clip('b', 24, 48, 100), clip('c', 48, 72, 7)];
  const cut: Cut = { title: '', rate: namedRates['24'], startTimecodeFrames: 0, events };
  const places = [new RecordedPlace(), new RecordedPlace()] as const;
  const arrived: number[] = [];
  const mediumOf = (event: ClipEvent) => ({ url: event.id, isStill: false, frames: 200, rate: namedRates['24'] });
  const reports = {
    arrive: (frame: number) => arrived.push(frame),
    fail: (problem: string) => expect(problem).toBe(''),
  };
  const engine = new CutEngine(places, () => ({ cut, mediumOf }), reports);
  engine.run(fromFrame, speed);
  return { places, arrived, engine };
}

test('the next clip is loaded and stands on its first frame while the one before it plays', () => {
  const { places, arrived } = playing(0);
  expect(places[0].said).toEqual(['load a', 'stand 5', 'show']);
  expect(places[1].said).toEqual(['load b', 'hide', 'stand 100']);
  turnTo(500);
  expect(arrived).toEqual([12]);
  expect(places[0].said.slice(-2)).toEqual(['run x1', 'show']);
});

test('at the cut the waiting clip is shown at once, and the other place takes the clip after', () => {
  const { places, arrived } = playing(20);
  turnTo(200);
  expect(arrived).toEqual([24]);
  expect(places[1].said.slice(-2)).toEqual(['run x1', 'show']);
  expect(places[0].said.slice(-3)).toEqual(['load c', 'hide', 'stand 7']);
});

test('the clock waits for a picture that has not arrived', () => {
  const { places, arrived } = playing(0);
  places[0].isReady = false;
  turnTo(1000);
  expect(arrived).toEqual([]);
  places[0].isReady = true;
  turnTo(1100);
  expect(arrived).toEqual([2]);
});

test('a decoder that is late moves the clock, so that the counter tells what is on screen', () => {
  const { places, arrived } = playing(0);
  turnTo(500);
  places[0].drawnFrame = 5 + 6;
  turnTo(510);
  expect(arrived).toEqual([12, 6]);
});

test('backwards each frame is stood on, and the clip before is made ready on its last', () => {
  const { places, arrived } = playing(30, -1);
  turnTo(125);
  expect(arrived).toEqual([27]);
  expect(places[0].said.slice(-2)).toEqual(['stand 103', 'show']);
  expect(places[1].said.at(-1)).toBe('stand 28');
});

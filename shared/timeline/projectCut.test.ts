import { expect, test } from 'vitest';
import type { ClipRow } from '../document/records/clip.ts';
import type { TakeRow } from '../document/records/take.ts';
import { unwrap } from '../result.ts';
import { projectCut } from './projectCut.ts';

const sha256 = 'a'.repeat(64);

function clip(id: string, shotId: string, order: string, more: Partial<ClipRow> = {}): ClipRow {
  return { id, shotId, order, trackId: 'picture', trimInFrames: 0, durationFrames: 0, dissolveFrames: 0, ...more };
}

function take(id: string, slotId: string, number: number, frames: number): TakeRow {
  const media = { sha256, mime: 'video/mp4', bytes: 1 };
  const rest = { intentId: id, nodeId: slotId, version: 1, width: 64, height: 36, hasAudio: false, thumbnail: media };
  const made = { madeBy: { id: 'p', name: 'Ada' }, madeAt: number, quality: 'low', notice: '', recipe: null } as const;
  const kind = 'video' as const;
  const views = { filmstrip: null, waveform: null, media };
  return { id, slotId, number, kind, name: `${id}.mp4`, frames, rate: { num: 24, den: 1 }, ...rest, ...made, ...views };
}

const shot = (id: string, fields: { readonly [name: string]: unknown }) => [id, { id, type: 'shot', fields }] as const;

test('the cut plays the active Take of each shot in order, and names the gap of a shot without one', () => {
  const { cut, notices } = unwrap(
    projectCut({
      meta: { title: 'Film', rate: '24' },
      clips: [clip('c2', 's2', 'a1'), clip('c1', 's1', 'a0', { trimInFrames: 4, durationFrames: 10 })],
      nodes: new Map([shot('s1', { number: '010' }), shot('s2', { number: '020', name: 'Door', durationFrames: 30 })]),
      takes: new Map([take('t1', 's1', 1, 40), take('t2', 's1', 2, 40)].map((row) => [row.id, row])),
      selections: new Map([['s1', 't2']]),
    }),
  );
  expect(cut.startTimecodeFrames).toBe(86_400);
  expect(cut.events.map((event) => [event.id, event.clipName, event.recordInFrames, event.recordOutFrames])).toEqual([
    ['c1', 't2.mp4', 0, 10],
    ['c2', 'Shot 020 · Door (no Take)', 10, 40],
  ]);
  expect(notices.map((notice) => notice.kind)).toEqual(['take-missing']);
});

test('a clip of a removed shot stays in the cut as a gap of the usual length', () => {
  const sources = { nodes: new Map(), takes: new Map(), selections: new Map() };
  const { cut } = unwrap(
    projectCut({ meta: { title: 'Film', rate: '25' }, clips: [clip('c1', 'gone', 'a0')], ...sources }),
  );
  expect(cut.events[0]).toMatchObject({ kind: 'gap', clipName: 'Removed shot (no Take)', recordOutFrames: 48 });
});

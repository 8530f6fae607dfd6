import { namedRates } from '@studio/shared/timeline';
import { expect, test } from 'vitest';
import { Playhead } from '../player/playhead.ts';
import { linkPlayheads } from './linkPlayheads.ts';

test('a compared Take stands on the same frame, runs along, and waits at its end', () => {
  const leader = new Playhead(48, namedRates['24']);
  const follower = new Playhead(24, namedRates['24']);
  const stop = linkPlayheads(leader, follower);
  leader.seek(12);
  expect(follower.state().frame).toBe(12);
  leader.act({ kind: 'shuttle', key: 'toggle' });
  leader.arrive(13);
  expect(follower.state()).toMatchObject({ speed: 1 });
  leader.seek(40);
  expect(follower.state()).toMatchObject({ frame: 23, speed: 0 });
  stop();
  leader.seek(0);
  expect(follower.state().frame).toBe(23);
});

test('Takes of different rates are compared at the same moment', () => {
  const leader = new Playhead(48, namedRates['24']);
  const follower = new Playhead(32, { num: 16, den: 1 });
  linkPlayheads(leader, follower);
  leader.seek(24);
  expect(follower.state().frame).toBe(16);
});

import type { IntentRow, JobRow, JobState, TakeRow } from '@studio/shared/document';
import type { GenerationRequest } from '@studio/shared/graph';
import { expect, test } from 'vitest';
import { isStale, nodeRun } from './nodeRun.ts';

const intent = (id: string) => ({ id, nodeId: 'n' }) as IntentRow;
const job = (id: string, state: JobState) => ({ id, nodeId: 'n', state, error: null }) as JobRow;
const none = new Map<string, never>();
const read = (intents: IntentRow[], jobs: JobRow[], cancelled: string[] = []) =>
  nodeRun({
    intents,
    jobs,
    hasTakes: false,
    cancellations: { get: (id) => (cancelled.includes(id) ? ({} as never) : undefined) },
  });

test('an intent without a job waits, for the network or to be picked up', () => {
  expect(read([intent('a')], []).state).toBe('waiting');
});

test('a cancelled intent that no job took is over', () => {
  expect(read([intent('a')], [], ['a'])).toMatchObject({ state: 'never', openCount: 0 });
});

test('a cancelled run that still works goes on being shown until the runner says so', () => {
  expect(read([intent('a')], [job('a', 'running')], ['a']).state).toBe('running');
  expect(read([intent('a')], [job('a', 'cancelled')], ['a']).state).toBe('never');
});

test('of several open runs the running one is shown, else the oldest', () => {
  const shown = read([intent('c'), intent('b'), intent('a')], [job('b', 'running'), job('a', 'queued')]);
  expect(shown).toMatchObject({ state: 'running', intent: { id: 'b' }, openCount: 3 });
  expect(read([intent('b'), intent('a')], []).intent?.id).toBe('a');
});

test('a run that asks is shown before those that wait, until somebody answers or cancels', () => {
  const rows = [intent('b'), intent('a')];
  const jobs = [job('b', 'queued'), job('a', 'asks')];
  expect(read(rows, jobs)).toMatchObject({ state: 'asks', intent: { id: 'a' }, openCount: 2 });
  expect(read(rows, jobs, ['a'])).toMatchObject({ state: 'queued', intent: { id: 'b' }, openCount: 1 });
  const answer = { ...intent('c'), answers: 'a' };
  expect(read([answer, ...rows], jobs)).toMatchObject({ state: 'queued', openCount: 2 });
  expect(read([answer, ...rows], jobs, ['c'])).toMatchObject({ state: 'asks', intent: { id: 'a' } });
});

test('a failure is shown only while it is the newest', () => {
  expect(read([intent('a')], [job('a', 'failed')]).state).toBe('failed');
  expect(read([intent('b'), intent('a')], [job('b', 'done'), job('a', 'failed')]).state).toBe('never');
  const withTakes = nodeRun({ intents: [], jobs: [job('b', 'done')], cancellations: none, hasTakes: true });
  expect(withTakes.state).toBe('idle');
});

test('a Take is stale when a run now would use another prompt or pipeline', () => {
  const take = { recipe: { prompt: 'Fog', pipelineId: 'flux' } } as TakeRow;
  const request = (prompt: string, pipelineId: string) => ({ prompt, pipelineId }) as GenerationRequest;
  expect(isStale(take, request('Fog', 'flux'))).toBe(false);
  expect(isStale(take, request('Rain', 'flux'))).toBe(true);
  expect(isStale(take, request('Fog', 'wan'))).toBe(true);
  expect(isStale(undefined, request('Fog', 'flux'))).toBe(false);
});

import type { IntentRow, JobRow, JobState } from '@studio/shared/document';
import { expect, test } from 'vitest';
import { countRuns, queueRuns, runLine } from './queueRuns.ts';

const NOW = 1_000_000_000;

function intent(id: string, person: string, requestedAt: number): IntentRow {
  const requestedBy = { id: person, name: person };
  return { id, kind: 'take', nodeId: 'n', seeds: [1], quality: 'low', requestedBy, requestedAt };
}

function job(id: string, state: JobState, more: Partial<JobRow> = {}): JobRow {
  const base = {
    kind: 'take',
    nodeId: 'n',
    slotId: 'n',
    attempts: 0,
    quality: 'low',
    notice: '',
    worker: 'gpu-1',
    changed: [],
  } as const;
  return { id, state, ...base, error: null, queuedAt: 0, startedAt: 0, finishedAt: NOW, ...more };
}

function read(intents: readonly IntentRow[], jobs: readonly JobRow[], cancelled: readonly string[] = []) {
  const byId = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));
  const cancellations = byId(cancelled.map((id) => ({ id, cancelledBy: { id: 'x', name: 'x' }, cancelledAt: 0 })));
  const runs = new Map([['r', { progress: 0.623, step: 'Sampling', worker: 'gpu-3' }]]);
  return queueRuns({ intents: byId(intents), jobs: byId(jobs), cancellations, runs, personId: 'me' }, NOW);
}

test('the queue lists what runs, what waits in the order it was asked for, and what failed; finished runs leave', () => {
  const runs = read(
    [
      intent('w', 'me', 4),
      intent('q2', 'bo', 3),
      intent('q1', 'me', 2),
      intent('r', 'me', 1),
      intent('d', 'me', 0),
      intent('f', 'bo', 0),
    ],
    [job('q2', 'queued'), job('q1', 'queued'), job('r', 'running'), job('d', 'done'), job('f', 'failed')],
  );
  expect(runs.map((run) => [run.intent.id, run.state])).toEqual([
    ['r', 'running'],
    ['q1', 'queued'],
    ['q2', 'queued'],
    ['w', 'waiting'],
    ['f', 'failed'],
  ]);
  expect(countRuns(runs)).toEqual({ mine: 3, all: 4 });
});

test('a cancelled run says so until it has stopped, and one that never started leaves at once', () => {
  const runs = read([intent('a', 'me', 0), intent('b', 'me', 0)], [job('a', 'running')], ['a', 'b']);
  expect(runs.map((run) => [run.intent.id, run.state])).toEqual([['a', 'cancelling']]);
});

test('a run that asks stands first and says what changed; an answer takes it out of the list', () => {
  const rows = [intent('r', 'me', 0), intent('a', 'bo', 1)];
  const jobs = [job('r', 'running'), job('a', 'asks', { changed: ['prompt', 'startImage'] })];
  const [asks, running] = read(rows, jobs);
  expect([asks?.state, running?.state]).toEqual(['asks', 'running']);
  expect(asks && runLine(asks)).toBe(
    'Inputs changed since this was asked (prompt, first frame). Run with the new inputs, or cancel.',
  );
  const answered = read([...rows, { ...intent('b', 'me', 2), answers: 'a' }], jobs);
  expect(answered.map((run) => run.intent.id)).toEqual(['r', 'b']);
});

test('a failure of yesterday is not shown any more', () => {
  expect(read([intent('f', 'me', 0)], [job('f', 'failed', { finishedAt: NOW - 90_000_000 })])).toEqual([]);
});

test('a run is told in one line', () => {
  const [running] = read([intent('r', 'me', 0)], [job('r', 'running')]);
  const error = { reason: 'oom', message: 'Needs 31 GB; the largest worker has 24.' };
  const [failed] = read([intent('f', 'me', 0)], [job('f', 'failed', { error })]);
  expect(running && runLine(running)).toBe('62 % · Sampling · gpu-3');
  expect(failed && runLine(failed)).toBe('Needs 31 GB; the largest worker has 24.');
});

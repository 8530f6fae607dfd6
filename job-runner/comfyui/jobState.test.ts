import { expect, test } from 'vitest';
import { readHistoryState, readJobState } from './jobState.ts';
import { classifyExecutionError } from './runFailure.ts';
import { ProgressTracker } from './trackProgress.ts';

const FILE = { filename: 'a_00001_.mp4', subfolder: 's', type: 'output' };

test('files are collected under whatever key a node uses, with unknown parts ignored', () => {
  const state = readJobState({
    status: 'completed',
    outputs: { 9: { gifs: [{ ...FILE, format: 'x', id: 3 }], animated: [true], text: ['words'] }, 10: { images: [] } },
  });
  expect(state).toEqual({ kind: 'completed', outputs: { 9: [FILE], 10: [] } });
});

test.each([
  [{ status: 'pending' }, { kind: 'pending' }],
  [{ status: 'in_progress' }, { kind: 'running' }],
  [{ status: 'cancelled' }, { kind: 'cancelled' }],
  [
    { status: 'failed', execution_error: { exception_type: 'X', traceback: [] } },
    { kind: 'failed', error: { exception_type: 'X' } },
  ],
  [{ status: 'failed' }, { kind: 'failed', error: {} }],
  ['nonsense', { kind: 'unreachable', why: 'the job cannot be read' }],
])('the job %j is %j', (body, expected) => {
  expect(readJobState(body)).toEqual(expected);
});

test('on workers without the jobs API, history and queue tell the same', () => {
  const queue = { queue_running: [[0, 'run', {}, {}, []]], queue_pending: [[1, 'wait', {}, {}, []]] };
  const history = {
    good: { outputs: { 9: { images: [FILE] } }, status: { status_str: 'success', messages: [] } },
    stopped: { outputs: {}, status: { status_str: 'error', messages: [['execution_interrupted', {}]] } },
    bad: { outputs: {}, status: { status_str: 'error', messages: [['execution_error', { node_id: '7' }]] } },
  };
  const kinds = ['good', 'stopped', 'bad', 'run', 'wait', 'gone'].map(
    (id) => readHistoryState(id, history, queue).kind,
  );
  expect(kinds).toEqual(['completed', 'cancelled', 'failed', 'running', 'pending', 'absent']);
});

test.each([
  ['torch.OutOfMemoryError', 'Allocation on device', 'out-of-memory'],
  ['torch.cuda.OutOfMemoryError', '', 'out-of-memory'],
  ['torch.AcceleratorError', 'CUDA error: out of memory', 'out-of-memory'],
  ['RuntimeError', 'CUDA error: an illegal memory access was encountered', 'gpu-fault'],
  ['safetensors_rust.SafetensorError', 'Error while deserializing header', 'bad-model'],
  ['ValueError', 'something else', 'node-error'],
  ['', '', 'node-error'],
])('%s "%s" is %s', (exception_type, exception_message, reason) => {
  expect(classifyExecutionError({ exception_type, exception_message }).reason).toBe(reason);
});

test('progress is weighed by what takes time, names the step, and never goes back', () => {
  const tracker = new ProgressTracker({
    1: { class_type: 'CheckpointLoaderSimple', inputs: {} },
    7: { class_type: 'KSampler', inputs: {}, _meta: { title: 'Sample' } },
    9: { class_type: 'SaveImage', inputs: {} },
  });
  tracker.take('execution_cached', { nodes: ['1'] });
  expect(tracker.take('executing', { node: '7' })?.step).toBe('Sample');
  const half = tracker.take('progress', { node: '7', value: 10, max: 20 })?.progress ?? 0;
  expect(half).toBeGreaterThan(0.4);
  expect(half).toBeLessThan(0.6);
  expect(tracker.take('progress', { node: '7', value: 1, max: 20 })).toBeUndefined();
  expect(tracker.take('progress', { node: '7', value: 'x', max: 0 })).toBeUndefined();
  expect(tracker.take('progress_state', { nodes: { 7: { state: 'finished' }, 9: null } })?.progress).toBeGreaterThan(
    0.9,
  );
  expect(tracker.take('executed', { node: '9' })?.progress).toBeCloseTo(1);
});

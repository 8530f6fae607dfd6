import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PreviewSender } from './previewSender.ts';
import { ProgressBoard } from './progressBoard.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const at = (progress: number) => ({ progress, step: 'Sample', worker: 'w' });

test('progress is shown at most four times a second, and the last state always', () => {
  const shown: unknown[] = [];
  const board = new ProgressBoard((state) => shown.push(state), Date.now);
  for (let step = 0; step <= 100; step += 1) {
    board.show('a', at(step / 100));
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(300);
  expect(shown.length).toBeLessThanOrEqual(6);
  expect(shown.at(-1)).toEqual({ service: 'job-runner', runs: { a: at(1) } });
  board.clear('a');
  vi.advanceTimersByTime(300);
  expect(shown.at(-1)).toEqual({ service: 'job-runner', runs: {} });
  board.dispose();
});

test('a preview that comes too soon is dropped, each run for itself', () => {
  const sent: string[] = [];
  const sender = new PreviewSender((payload) => {
    sent.push((JSON.parse(payload) as { intentId: string }).intentId);
    return true;
  }, Date.now);
  const frame = new Uint8Array([1, 2, 3]);
  sender.send('a', 'image/jpeg', frame);
  sender.send('a', 'image/jpeg', frame);
  sender.send('b', 'image/jpeg', frame);
  vi.advanceTimersByTime(260);
  sender.send('a', 'image/jpeg', frame);
  sender.send('a', 'image/jpeg', new Uint8Array(600 * 1024));
  expect(sent).toEqual(['a', 'b', 'a']);
});

test('a preview that could not be sent does not hold the next one back', () => {
  let isConnected = false;
  const sent: string[] = [];
  const sender = new PreviewSender((payload) => isConnected && sent.push(payload) > 0, Date.now);
  sender.send('a', 'image/jpeg', new Uint8Array([1]));
  isConnected = true;
  sender.send('a', 'image/jpeg', new Uint8Array([1]));
  expect(sent).toHaveLength(1);
});

import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { STOP_GRACE_MS, STOP_WITHIN_MS } from './stopTimes.ts';
import { stopWhenAsked } from './stopWhenAsked.ts';

function start(stop: () => Promise<void>, withinMs = 5000) {
  const host = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  const exits: number[] = [];
  const said: string[] = [];
  const say = (_fields: object, message: string) => void said.push(message);
  stopWhenAsked({ host, starting: Promise.resolve({ stop }), withinMs, log: { info: say, error: say } });
  return { host, exits, said };
}

test('all processes, one after the other, stop within what service managers allow', () => {
  const supervised = Object.values(STOP_WITHIN_MS).map((ms) => ms + STOP_GRACE_MS);
  expect(supervised.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(15_000);
});

test('a service is stopped once, whoever asks and however often', async () => {
  let stops = 0;
  const { host, exits } = start(async () => void (stops += 1));
  for (const event of ['SIGTERM', 'disconnect', 'SIGINT']) host.emit(event);
  await expect.poll(() => exits).toEqual([0]);
  expect(stops).toBe(1);
});

test('a part that fails, or never ends, still ends the process, and says so', async () => {
  const failing = start(() => Promise.reject(new Error('stuck')));
  failing.host.emit('SIGTERM');
  await expect.poll(() => failing.exits).toEqual([1]);
  expect(failing.said).toContain('stopping failed');
  const endless = start(() => new Promise(() => undefined), 20);
  endless.host.emit('SIGTERM');
  await expect.poll(() => endless.exits).toEqual([1]);
  expect(endless.said).toContain('stopping took too long');
});

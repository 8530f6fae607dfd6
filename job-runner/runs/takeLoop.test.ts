import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import type { QueueName, TakenJob } from '../queue/jobQueue.ts';
import { type Place, TakeLoop } from './takeLoop.ts';

const loops: TakeLoop[] = [];
afterEach(async () => {
  for (const loop of loops.splice(0)) await loop.stop();
});

function job(intentId: string, queue: QueueName): TakenJob {
  const done = () => Promise.resolve();
  return { intentId, queue, lost: new AbortController().signal, finish: done, giveBack: done };
}

function loopWith(waiting: TakenJob[], more: Partial<Place> = {}, pollMs = 60_000) {
  const ran: string[] = [];
  let reserved = 0;
  const place: Place = {
    name: () => 'place',
    queues: () => ['gpu-16gb', 'gpu-12gb'],
    reserve: async () => (reserved += 1) > 0,
    release: async () => void (reserved -= 1),
    run: async (taken) => void ran.push(taken.intentId),
    ...more,
  };
  const take = async (queues: readonly QueueName[]) => {
    for (const queue of queues) {
      const index = waiting.findIndex((candidate) => candidate.queue === queue);
      if (index >= 0) return waiting.splice(index, 1)[0];
    }
    return undefined;
  };
  const loop = new TakeLoop({ place, queue: { take }, log: pino({ level: 'silent' }), pollMs, helpAfterMs: 5 });
  loops.push(loop);
  loop.start();
  return { loop, ran, reserved: () => reserved };
}

test('its own queue comes first, and the place is free after each run', async () => {
  const { ran, reserved } = loopWith([job('small', 'gpu-12gb'), job('own', 'gpu-16gb')]);
  await expect.poll(() => ran).toEqual(['own', 'small']);
  await expect.poll(reserved).toBe(0);
});

test('a job that comes while the loop looks is found without waiting for the next poll', async () => {
  const waiting: TakenJob[] = [];
  let looks = 0;
  const { loop, ran } = loopWith(waiting, {
    release: async () => {
      looks += 1;
      if (looks !== 1) return;
      waiting.push(job('late', 'gpu-12gb'));
      loop.wake();
    },
  });
  await expect.poll(() => ran).toEqual(['late']);
});

test('a place that another runner has takes nothing', async () => {
  let asked = 0;
  const reserve = async () => {
    asked += 1;
    return false;
  };
  const { ran } = loopWith([job('a', 'gpu-16gb')], { reserve }, 5);
  await expect.poll(() => asked).toBeGreaterThan(3);
  expect(ran).toEqual([]);
});

test('a run that throws does not end the loop', async () => {
  const ran: string[] = [];
  const run = async ({ intentId }: TakenJob) => {
    ran.push(intentId);
    if (intentId === 'bad') throw new Error('no');
  };
  loopWith([job('bad', 'gpu-16gb'), job('good', 'gpu-16gb')], { run }, 5);
  await expect.poll(() => ran).toEqual(['bad', 'good']);
});

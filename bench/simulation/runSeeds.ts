import { Worker } from 'node:worker_threads';
import type { SeedAnswer, SeedRequest } from './simulationWorker.ts';

/** Runs seeds on threads of their own, each with virtual time; calls back with each answer, in no order. */
export async function runSeeds(
  requests: Iterable<SeedRequest>,
  threads: number,
  onAnswer: (answer: SeedAnswer) => 'go on' | 'stop',
): Promise<void> {
  const left = requests[Symbol.iterator]();
  let isStopped = false;
  const next = (): SeedRequest | undefined => {
    const { value, done } = left.next() as IteratorResult<SeedRequest, undefined>;
    return isStopped || done === true ? undefined : value;
  };
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('./simulationWorker.ts', import.meta.url), {
        // What a seed makes is garbage soon.
        resourceLimits: { maxYoungGenerationSizeMb: 64 },
      });
      try {
        for (let request = next(); request; request = next()) {
          if (onAnswer(await ask(worker, request)) === 'stop') isStopped = true;
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
}

function ask(worker: Worker, request: SeedRequest): Promise<SeedAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off('message', heard);
      worker.off('error', failed);
      act();
    };
    const heard = (answer: SeedAnswer) => settle(() => resolve(answer));
    const failed = (error: unknown) => settle(() => reject(new Error(`Seed ${request.seed} broke.`, { cause: error })));
    worker.on('message', heard);
    worker.on('error', failed);
    worker.postMessage(request);
  });
}

import type { Graph } from '@studio/workflows';
import { expect, test } from 'vitest';
import { executePrompt } from './executePrompt.ts';
import type { NodeContext, NodeOutcome } from './nodeRunner.ts';

const CACHED_NODES = 48;

/** Executes prompts one after the other on one cache; every node adds up its inputs, and one that gets none fails. */
function startExecutor(): (graph: Graph, output: string) => ReturnType<typeof executePrompt> {
  const ports = {
    send: () => undefined,
    runnerOf: () => async (inputs: Readonly<Record<string, unknown>>) => {
      const values = Object.values(inputs);
      if (values.includes(undefined)) throw new Error('an input is absent');
      return { values: [values.reduce<number>((sum, value) => sum + Number(value), 0)] };
    },
    context: () => ({}) as NodeContext,
    cache: new Map<string, NodeOutcome>(),
    readInput: () => undefined,
    isInterrupted: () => false,
    onNode: () => undefined,
    clock: () => 0,
  };
  const about = { number: 1, promptId: 'p', extraData: {}, clientId: undefined, createTime: 0 };
  return (graph, output) => executePrompt({ ...about, graph, outputNodeIds: [output] }, ports);
}

const number = (value: number) => ({ class_type: 'Number', inputs: { value } });

test('a node found in the cache is there to the end of its prompt, also when the prompt itself pushes it out', async () => {
  const execute = startExecutor();
  for (let value = 0; value < CACHED_NODES; value += 1) await execute({ one: number(value) }, 'one');
  const sum = { class_type: 'Sum', inputs: { fresh: ['fresh', 0], oldest: ['oldest', 0] } } satisfies Graph[string];
  const finished = await execute({ fresh: number(1000), oldest: number(0), sum }, 'sum');
  expect(finished.status).toBe('success');
});

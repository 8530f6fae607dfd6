import { buildGraph } from '@studio/shared/graph';
import { expect, test } from 'vitest';
import { slotOfRun } from './slotOfRun.ts';

const graph = buildGraph(
  [
    { id: 'shot', type: 'shot', fields: {} },
    { id: 'video', type: 'generate.video', fields: {} },
    { id: 'film', type: 'assembler', fields: {} },
  ],
  [{ id: 'e', source: 'video', sourceHandle: 'video', target: 'shot', targetHandle: 'picture' }],
);
const base = { seeds: [1], quality: 'low', requestedBy: { id: 'p', name: 'P' }, requestedAt: 0, id: 'i' } as const;

test('a run that nobody has taken up yet is shown at the shot it will bring a Take to', () => {
  const slotOf = (kind: 'take' | 'render', nodeId: string) =>
    slotOfRun(graph, { intent: { ...base, kind, nodeId }, job: undefined });
  expect(slotOf('take', 'video')).toBe('shot');
  expect(slotOf('take', 'shot')).toBe('shot');
  expect(slotOf('render', 'film')).toBe('film');
  expect(slotOf('take', 'removed')).toBe('removed');
});

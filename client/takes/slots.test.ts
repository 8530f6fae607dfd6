import { buildGraph, type GraphEdge } from '@studio/shared/graph';
import { expect, test } from 'vitest';
import { listSlots } from './slots.ts';

const node = (id: string, type: string, fields = {}) => ({ id, type, fields });
const wire = (source: string, sourceHandle: string, target: string, targetHandle: string): GraphEdge => ({
  id: `${source}>${target}`,
  source,
  sourceHandle,
  target,
  targetHandle,
});

test('slots are the shots in the order of the film, then stills of their own, then what was removed', () => {
  const graph = buildGraph(
    [
      node('s1', 'shot', { number: '010' }),
      node('s2', 'shot', { number: '020', name: 'Door' }),
      node('film', 'assembler'),
      node('video', 'generate.video'),
      node('still', 'generate.image', { name: 'First frame' }),
    ],
    [
      wire('s2', 'shot', 's1', 'previous'),
      wire('s1', 'shot', 'film', 'shots'),
      wire('video', 'video', 's1', 'picture'),
      wire('still', 'image', 'video', 'image'),
    ],
  );
  const takes = [
    { slotId: 's1', kind: 'video', name: 'SHOT-010_v01_take01.mp4' },
    { slotId: 'gone', kind: 'video', name: 'SHOT-090_v01_take02.mp4' },
    { slotId: 'film', kind: 'film', name: 'film.mp4' },
  ] as const;
  expect(listSlots(graph, takes).map((slot) => [slot.id, slot.section, slot.label])).toEqual([
    ['s2', 'shots', 'Door'],
    ['s1', 'shots', 'Untitled shot'],
    ['still', 'sources', 'First frame'],
    ['gone', 'removed', 'SHOT-090'],
  ]);
});

import { addNodes, moveNodes, projectTables, removeNodes, setNodeField } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { CanvasBinding } from './canvasBinding.ts';

const idOf = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;

function setUp(count: number) {
  const doc = new Y.Doc();
  const nodes = Array.from({ length: count }, (_none, at) => ({
    id: idOf(at),
    type: 'shot',
    position: { x: at * 10, y: 0 },
  }));
  unwrap(addNodes(doc, nodes));
  const frames: (() => void)[] = [];
  const { nodes: table } = projectTables(doc);
  const binding = new CanvasBinding(table, (run) => frames.push(run));
  const runFrame = () => frames.splice(0).map((run) => run()).length;
  return { doc, binding, runFrame, node: (at: number) => binding.nodes().find((node) => node.id === idOf(at)) };
}

test('thirty remote moves of one of 300 nodes make thirty new objects, not nine thousand', () => {
  const { doc, binding, runFrame } = setUp(300);
  let made = 0;
  for (let step = 1; step <= 30; step += 1) {
    const before = new Set(binding.nodes());
    unwrap(moveNodes(doc, new Map([[idOf(7), { x: step, y: step }]])));
    runFrame();
    made += binding.nodes().filter((node) => !before.has(node)).length;
  }
  expect(made).toBe(30);
});

test('changes of one frame are told once', () => {
  const { doc, binding, runFrame } = setUp(3);
  let told = 0;
  binding.signal.subscribe(() => {
    told += 1;
  });
  for (let x = 1; x <= 5; x += 1) unwrap(moveNodes(doc, new Map([[idOf(0), { x, y: 0 }]])));
  expect(runFrame()).toBe(1);
  expect(told).toBe(1);
});

test('a field changes no flow node: faces read fields by themselves', () => {
  const { doc, binding } = setUp(2);
  const before = binding.nodes();
  unwrap(setNodeField(doc, idOf(0), 'name', 'Dawn'));
  expect(binding.nodes()).toBe(before);
});

test('my drag stays local until the drop, and wins over a colleague’s', () => {
  const { doc, binding, node } = setUp(2);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  binding.applyChanges([{ type: 'position', id: idOf(0), position: { x: 5, y: 5 }, dragging: true }]);
  binding.showDrags(new Map([[idOf(0), { x: 99, y: 99 }]]));
  expect(node(0)?.position).toEqual({ x: 5, y: 5 });
  expect(updates).toHaveLength(0);
  unwrap(moveNodes(doc, binding.myDrag));
  binding.showDrags(new Map());
  binding.endDrag();
  expect(node(0)?.position).toEqual({ x: 5, y: 5 });
  expect(updates).toHaveLength(1);
});

test('a colleague’s drag in flight moves the node here and ends where the document says', () => {
  const { binding, node } = setUp(2);
  binding.showDrags(new Map([[idOf(1), { x: 70, y: 8 }]]));
  expect(node(1)?.position).toEqual({ x: 70, y: 8 });
  binding.showDrags(new Map());
  expect(node(1)?.position).toEqual({ x: 10, y: 0 });
});

test('a removed node leaves the list and the selection', () => {
  const { doc, binding } = setUp(3);
  binding.select([idOf(0), idOf(1)]);
  unwrap(removeNodes(doc, [idOf(0)]));
  expect(binding.nodes().map((node) => node.id)).toEqual([idOf(1), idOf(2)]);
  expect(binding.selection()).toEqual([idOf(1)]);
});

import { addNodes, connect, moveNodes, projectTables, setNodeField } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { GraphStore } from './graphStore.ts';

const A = '00000000-0000-4000-8000-00000000000a';
const B = '00000000-0000-4000-8000-00000000000b';
const now = (run: () => void) => run();

function setUp() {
  const doc = new Y.Doc();
  const place = { x: 0, y: 0 };
  unwrap(
    addNodes(doc, [
      { id: A, type: 'shot', position: place },
      { id: B, type: 'shot', position: place },
    ]),
  );
  const tables = projectTables(doc);
  return { doc, store: new GraphStore(tables.nodes, tables.edges, now) };
}

test('a move changes nothing of the graph: what depends on it is not drawn again', () => {
  const { doc, store } = setUp();
  const before = store.view();
  let calls = 0;
  store.signal.subscribe(() => {
    calls += 1;
  });
  unwrap(moveNodes(doc, new Map([[A, { x: 9, y: 9 }]])));
  expect(store.view()).toBe(before);
  expect(calls).toBe(0);
});

test('a field changes one node and keeps the others the same objects', () => {
  const { doc, store } = setUp();
  const before = store.view().graph;
  unwrap(setNodeField(doc, A, 'name', 'Dawn'));
  const after = store.view().graph;
  expect(after.nodes.get(A)).not.toBe(before.nodes.get(A));
  expect(after.nodes.get(B)).toBe(before.nodes.get(B));
});

test('of a circle that two people made together one wire is cut and named', () => {
  const { doc, store } = setUp();
  const wire = (id: string, source: string, target: string) => ({
    id,
    source,
    sourceHandle: 'shot',
    target,
    targetHandle: 'previous',
  });
  unwrap(connect(doc, [wire('w1', A, B), wire('w2', B, A)]));
  const { graph, cutEdges } = store.view();
  expect(graph.edges.map((edge) => edge.id)).toEqual(['w1']);
  expect(cutEdges.map((edge) => edge.id)).toEqual(['w2']);
});

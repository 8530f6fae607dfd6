import { addNodes, connect, nodeText, projectTables } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { GraphStore } from '../sync/graphStore.ts';
import { personUndo } from '../sync/personUndo.ts';
import { copyNodes, pasteNodes, readCopied, writeCopied } from './clipboard.ts';

const VIDEO = '00000000-0000-4000-8000-00000000000a';
const SHOT = '00000000-0000-4000-8000-00000000000b';
const STYLE = '00000000-0000-4000-8000-00000000000c';

function setUp() {
  const doc = new Y.Doc();
  const undo = personUndo(doc);
  const at = (x: number) => ({ x, y: 0 });
  unwrap(
    addNodes(doc, [
      { id: VIDEO, type: 'generate.video', position: at(100), fields: { count: 2 }, texts: { prompt: 'Fog' } },
      { id: SHOT, type: 'shot', position: at(400), fields: { number: '010', lens: { mm: 35 } } },
      { id: STYLE, type: 'asset.style', position: at(-200) },
    ]),
  );
  unwrap(
    connect(doc, [
      { id: 'inner', source: VIDEO, sourceHandle: 'video', target: SHOT, targetHandle: 'picture' },
      { id: 'outer', source: STYLE, sourceHandle: 'style', target: VIDEO, targetHandle: 'style' },
    ]),
  );
  const tables = projectTables(doc);
  return { doc, tables, undo, graph: new GraphStore(tables.nodes, tables.edges, (run) => run()) };
}

test('a copy travels as text and pastes with its inner wires, new ids and the next shot number', () => {
  const session = setUp();
  const copied = readCopied(writeCopied(copyNodes(session, [VIDEO, SHOT])));
  expect(copied?.wires).toHaveLength(1);
  const ids = unwrap(pasteNodes(session, copied!, { x: 32, y: 32 }));
  const pasted = ids.map((id) => session.tables.nodes.row(id)!);
  expect(pasted.map((row) => row.type)).toEqual(['generate.video', 'shot']);
  expect(pasted[0]?.position).toEqual({ x: 132, y: 32 });
  expect(pasted[1]?.fields).toMatchObject({ number: '020', lens: { mm: 35 } });
  const wires = session.graph.view().graph.into.get(ids[1]!) ?? [];
  expect(wires.map((edge) => edge.source)).toEqual([ids[0]]);
});

test('a pasted prompt is a shared text of its own', () => {
  const session = setUp();
  const [id] = unwrap(pasteNodes(session, copyNodes(session, [VIDEO]), { x: 0, y: 0 }));
  const text = unwrap(nodeText(session.doc, id!, 'prompt'));
  text.insert(0, 'Cold ');
  expect(text.toJSON()).toBe('Cold Fog');
  expect(unwrap(nodeText(session.doc, VIDEO, 'prompt')).toJSON()).toBe('Fog');
});

test('a paste is one step of undo', () => {
  const session = setUp();
  unwrap(pasteNodes(session, copyNodes(session, [VIDEO, SHOT]), { x: 0, y: 0 }));
  expect(session.tables.nodes.rows().size).toBe(5);
  session.undo.undo();
  expect(session.tables.nodes.rows().size).toBe(3);
  expect(session.tables.edges.rows().size).toBe(2);
});

test('other text and hostile text are no copy', () => {
  expect(readCopied('a prompt')).toBeUndefined();
  expect(readCopied('{"format":"other"}')).toBeUndefined();
  expect(readCopied('{"format":"production-canvas/1","nodes":[{"id":1}],"wires":[{}]}')).toEqual({
    nodes: [],
    wires: [],
  });
});

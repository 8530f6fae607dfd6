import { addNode } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { fileName, readProjectFile, writeProjectFile } from './projectFile.ts';

const PROJECT = '00000000-0000-4000-8000-000000000001';
const NODE = '00000000-0000-4000-8000-000000000002';
const head = { title: 'The crossing', projectId: PROJECT, savedBy: 'Mira', at: 0 };

function project(): Uint8Array {
  const doc = new Y.Doc();
  unwrap(addNode(doc, { id: NODE, type: 'note', position: { x: 1, y: 2 }, texts: { text: 'Mine' } }));
  return Y.encodeStateAsUpdate(doc);
}

test('what was saved is read again, word by word', () => {
  const file = writeProjectFile(head, new Map([[`project/${PROJECT}`, project()]]));
  const read = unwrap(readProjectFile(JSON.stringify(file)));
  expect(read.title).toBe('The crossing');
  expect(read.manifest).toEqual(file.manifest);
  expect(read.manifest.nodes[NODE]?.texts['text']).toBe('Mine');
});

test('the documents in the file hold every edit', () => {
  const file = writeProjectFile(head, new Map([[`project/${PROJECT}`, project()]]));
  const doc = new Y.Doc();
  Y.applyUpdate(doc, new Uint8Array(Buffer.from(file.documents[`project/${PROJECT}`] ?? '', 'base64')));
  expect(doc.getMap('nodes').has(NODE)).toBe(true);
});

test.each([
  ['no JSON', '{'],
  ['another JSON', '{"format":"else"}'],
  ['a file of notes alone', JSON.stringify(writeProjectFile(head, new Map()))],
  ['nodes that are no nodes', JSON.stringify({ ...writeProjectFile(head, new Map()), manifest: { nodes: [1] } })],
])('%s is refused in words', (_what, text) => {
  const read = readProjectFile(text);
  expect(read.ok).toBe(false);
});

test('a file is named for its project and day', () => {
  expect(fileName('Über den Fluß: 2/3', 0)).toMatch(/^[\p{L}\p{N}-]+-1970-01-01\.canvas\.json$/u);
  expect(fileName('???', 0)).toBe('project-1970-01-01.canvas.json');
});

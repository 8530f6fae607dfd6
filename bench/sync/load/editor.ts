import { addNodes } from '@studio/shared/document';
import * as Y from 'yjs';
import { markOf } from './markers.ts';

/** How an editor edits: it drags a node to another place, or types into a prompt. */
export type EditKind = 'move' | 'type';

/** Somebody with a document of Yjs who works on nodes of their own. */
export interface Editor {
  readonly doc: Y.Doc;
  /** Makes an edit that carries its mark; returns the update. */
  edit(edit: number): Uint8Array;
}

/**
 * As many nodes an editor moves in turn. A server may tell two moves of one node as the last of them, and that is no loss;
 * in turn, the same node moves again only after seconds.
 */
const NODES_OF_ONE = 24;

/** Makes an editor with their nodes, which come into being with what they enter with. */
export function createEditor(kind: EditKind): Editor {
  const doc = new Y.Doc();
  const ids = Array.from({ length: NODES_OF_ONE }, () => crypto.randomUUID() as string);
  addNodes(
    doc,
    ids.map((id) => ({ id, type: 'shot', position: { x: 0, y: 0 }, texts: { prompt: '' } })),
  );
  const nodes = ids.map((id) => doc.getMap<Y.Map<unknown>>('nodes').get(id));
  let made = 0;
  let update: Uint8Array = new Uint8Array();
  doc.on('update', (bytes: Uint8Array) => (update = bytes));
  return {
    doc,
    edit(edit) {
      const node = nodes[made % NODES_OF_ONE];
      made += 1;
      if (kind === 'move') node?.set('position', { x: edit % 1000, y: 0, mark: markOf(edit) });
      else typeInto(node?.get('prompt'), markOf(edit));
      return update;
    },
  };
}

function typeInto(prompt: unknown, text: string): void {
  if (prompt instanceof Y.Text) prompt.insert(prompt.length, text);
}

/** Gives a document nodes that were there before, as a project has them. */
export function fillDocument(doc: Y.Doc, nodes: number): void {
  const filled = Array.from({ length: nodes }, (_, index) => ({
    id: crypto.randomUUID(),
    type: 'shot',
    position: { x: (index % 25) * 320, y: Math.floor(index / 25) * 240 },
    fields: { title: `Shot ${index}`, quality: 'standard', seed: index, durationFrames: 48 },
    texts: { prompt: `A wide view of the harbour at dawn, number ${index}` },
  }));
  addNodes(doc, filled);
}

import { addNodes, connect, insertClips, startProject } from '@studio/shared/document';
import * as Y from 'yjs';

const CLIPS = 500;
const COLUMNS = 100;
/** Nodes that are added in one edit: an edit has a largest size. */
const AT_ONCE = 2000;
const PIPELINES = ['flux-image', 'kontext-edit', 'wan-video', 'voice', 'music'] as const;
const PLACES = ['harbour', 'lighthouse', 'night train', 'rooftop', 'salt flats', 'observatory', 'ferry'] as const;
const LIGHTS = ['at dawn', 'in hard noon light', 'under neon', 'by candlelight', 'in fog', 'after the rain'] as const;
const LENSES = [24, 35, 50, 85] as const;

/**
 * Where ids come from. `random` is what the client does, and nothing can compress it; `counted` ids are as long and hold
 * nothing, so that what is left is the document.
 */
export type IdSource = 'random' | 'counted';

/** A large production in one project, as the edits that made it: so many nodes of ten fields, as many wires, 500 clips. */
export function studioDocument(nodes: number, idSource: IdSource): readonly Uint8Array[] {
  const newId = idSource === 'random' ? () => crypto.randomUUID() as string : countedIds();
  const doc = new Y.Doc();
  const edits: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => edits.push(update));
  const ids = Array.from({ length: nodes }, newId);
  for (let first = 0; first < nodes; first += AT_ONCE) {
    const group = ids.slice(first, first + AT_ONCE);
    // One edit a group, the cut with the last: whoever has all nodes then has everything.
    doc.transact(() => {
      if (first === 0) startProject(doc, 'A large production');
      addNodes(
        doc,
        group.map((id, offset) => nodeAt(id, first + offset)),
      );
      connect(
        doc,
        group.flatMap((target, offset) => wireTo(target, ids[first + offset - 1], newId)),
      );
      if (first + AT_ONCE >= nodes) insertClips(doc, clipsOf(ids.slice(0, CLIPS), newId), 0);
    });
  }
  return edits;
}

function clipsOf(shots: readonly string[], newId: () => string) {
  return shots.map((shotId, index) => ({ id: newId(), shotId, trimInFrames: index % 12, durationFrames: 48 }));
}

function nodeAt(id: string, index: number) {
  return {
    id,
    type: index % 4 === 0 ? 'shot' : 'generate-image',
    position: { x: (index % COLUMNS) * 320, y: Math.floor(index / COLUMNS) * 240 },
    fields: {
      title: `SHOT-${String(index).padStart(5, '0')}`,
      pipelineId: oneOf(PIPELINES, index),
      quality: index % 3 === 0 ? 'high' : 'standard',
      seed: (index * 48_271) % 2_147_483_647,
      count: 1 + (index % 4),
      durationFrames: 24 + (index % 96),
      lensMillimetres: oneOf(LENSES, index),
    },
    texts: { prompt: `A wide view of the ${oneOf(PLACES, index)} ${oneOf(LIGHTS, index)}, number ${index}` },
  };
}

function wireTo(target: string, source: string | undefined, newId: () => string) {
  if (source === undefined) return [];
  return [{ id: newId(), source, sourceHandle: 'out', target, targetHandle: 'in' }];
}

function countedIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
  };
}

function oneOf<Value>(values: readonly [Value, ...Value[]], index: number): Value {
  return values[index % values.length] ?? values[0];
}

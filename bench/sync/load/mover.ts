import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** The width of the field in which pointers move, in canvas pixels: all of it is in everybody's view. */
const FIELD_PIXELS = 1000;

/** Somebody who moves their pointer. */
export interface Mover {
  readonly doc: Y.Doc;
  /** Moves to the place that stands for a number; returns the encoded awareness state. */
  move(to: number): Uint8Array;
}

/** Makes a mover who shows what the canvas shows of a person. */
export function createMover(index: number): Mover {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const color = `#${(index * 7919).toString(16).padStart(6, '0').slice(-6)}`;
  const user = { id: crypto.randomUUID(), name: `Editor ${index}`, color, colorLight: `${color}40` };
  const shown = { view: 'canvas', viewport: { x: 500, y: 500, zoom: 1 }, selection: [], drag: null, playhead: null };
  // Its timer, which announces a silent client again, would move nothing and keep the process.
  awareness.destroy();
  return {
    doc,
    move(to) {
      awareness.setLocalState({ user, ...shown, pointer: { x: to % FIELD_PIXELS, y: Math.floor(to / FIELD_PIXELS) } });
      return encodeAwarenessUpdate(awareness, [awareness.clientID]);
    },
  };
}

/** The number that a pointer's place stands for; undefined when the state shows no pointer. */
export function numberAt(state: unknown): number | undefined {
  if (typeof state !== 'object' || state === null || !('pointer' in state)) return undefined;
  const { pointer } = state;
  if (typeof pointer !== 'object' || pointer === null || !('x' in pointer) || !('y' in pointer)) return undefined;
  return Number(pointer.y) * FIELD_PIXELS + Number(pointer.x);
}

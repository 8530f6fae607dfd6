import * as Y from 'yjs';
import { UNDOABLE_ORIGINS } from './origins.ts';
import { ROOTS, rootMap } from './roots.ts';

const UNDOABLE_ROOTS = ROOTS.project.filter((root) => root !== 'intents' && root !== 'cancellations');
/** Typing within this time is one step of undo, in milliseconds. */
export const UNDO_CAPTURE_MS = 500;

type Step = Y.UndoManager['undoStack'][number];

/**
 * A person's own undo. It takes back only what this replica wrote, and leaves a record standing whole when somebody else
 * has worked in it since: undoing “add shot” must not throw away the prompt a colleague typed there.
 */
export function createUndo(doc: Y.Doc, captureTimeoutMs = UNDO_CAPTURE_MS): Y.UndoManager {
  const steps = new Set<Step>();
  const undo = new Y.UndoManager(
    UNDOABLE_ROOTS.map((root) => rootMap(doc, root)),
    {
      trackedOrigins: new Set<unknown>(UNDOABLE_ORIGINS),
      captureTimeout: captureTimeoutMs,
      deleteFilter: (struct) => !belongsToSharedWork(struct, steps, doc.clientID),
    },
  );
  // A step leaves the stacks before its filter runs, so the filter needs its own list of them.
  undo.on('stack-item-added', ({ stackItem }) => steps.add(stackItem));
  undo.on('stack-item-popped', ({ stackItem }) => steps.delete(stackItem));
  return undo;
}

// A struct stays when it, or a record above it that the same step made, holds what somebody else wrote.
function belongsToSharedWork(struct: Y.Item, steps: ReadonlySet<Step>, me: number): boolean {
  if (struct.content instanceof Y.ContentType && holdsWorkOfOthers(struct.content.type, me)) return true;
  const step = [...steps].find((candidate) => Y.isDeleted(candidate.insertions, struct.id));
  if (!step) return false;
  for (let type = struct.parent; type instanceof Y.AbstractType && type._item; type = type._item.parent) {
    if (Y.isDeleted(step.insertions, type._item.id) && holdsWorkOfOthers(type, me)) return true;
  }
  return false;
}

function holdsWorkOfOthers(type: Y.AbstractType<unknown>, me: number): boolean {
  const structs = [...type._map.values()];
  for (let struct = type._start; struct !== null; struct = struct.right) structs.push(struct);
  return structs.some((struct) => {
    if (struct.deleted) return false;
    if (struct.id.client !== me) return true;
    return struct.content instanceof Y.ContentType && holdsWorkOfOthers(struct.content.type, me);
  });
}

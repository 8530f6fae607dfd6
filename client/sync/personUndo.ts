import { rootMap, UNDOABLE_ORIGINS, type Origin } from '@studio/shared/document';
import * as Y from 'yjs';

const UNDOABLE_ROOTS = ['meta', 'nodes', 'edges', 'selections', 'tracks', 'clips', 'markers'] as const;
/** Typing within this time is one step. */
const TYPING_MS = 500;

/**
 * My own undo: colleagues' edits and the job-runner's are never in it. Each command is a step of its own; typing in a
 * shared text (which comes with the text editor's own origin) merges into steps of about half a second.
 */
export function personUndo(doc: Y.Doc): Y.UndoManager {
  const undo = new Y.UndoManager(
    UNDOABLE_ROOTS.map((root) => rootMap(doc, root)),
    { doc, trackedOrigins: new Set<unknown>(UNDOABLE_ORIGINS), captureTimeout: TYPING_MS },
  );
  const separate = (transaction: Y.Transaction) => {
    if (isCommand(transaction.origin)) undo.stopCapturing();
  };
  doc.on('beforeTransaction', separate);
  // The manager listens first, so this ends the step that it has just taken.
  doc.on('afterTransaction', separate);
  return undo;
}

function isCommand(origin: unknown): boolean {
  return UNDOABLE_ORIGINS.has(origin as Origin);
}

import { disconnect, moveNodes, PERSON, removeNodes, type Position } from '@studio/shared/document';
import type { ProjectSession } from '../sync/projectSession.ts';
import { notifyRefusal } from '../ui/notify.ts';
import type { CanvasParts } from './canvasContext.ts';
import { copyNodes, pasteNodes, readCopied, writeCopied, type Copied } from './clipboard.ts';

const PASTE_STEP = 32;

/** What the keys and menus of the canvas do. Each is one step of undo. */
export interface CanvasCommands {
  removeSelected(): void;
  /** The selection as text for the clipboard; empty when nothing is selected. */
  copy(): string;
  paste(text: string, at?: Position): void;
  duplicate(): void;
  selectAll(): void;
  nudge(dx: number, dy: number): void;
}

/** Binds the canvas's commands to a project and what is selected. */
export function canvasCommands(session: ProjectSession, { nodes, edges }: CanvasParts): CanvasCommands {
  const { doc, tables } = session;
  function place(copied: Copied, offset: Position): void {
    const pasted = pasteNodes(session, copied, offset);
    if (notifyRefusal(pasted) && pasted.ok) nodes.select(pasted.value);
  }
  return {
    removeSelected() {
      const chosen = nodes.selection();
      const wires = edges.selection();
      if (!session.canEdit || (chosen.length === 0 && wires.length === 0)) return;
      doc.transact(() => {
        if (wires.length > 0) disconnect(doc, wires);
        if (chosen.length > 0) removeNodes(doc, chosen);
      }, PERSON);
      nodes.select([]);
    },
    copy: () => (nodes.selection().length === 0 ? '' : writeCopied(copyNodes(session, nodes.selection()))),
    paste(text, at) {
      const copied = readCopied(text);
      if (!session.canEdit || !copied || copied.nodes.length === 0) return;
      place(copied, at ? offsetTo(copied, at) : { x: PASTE_STEP, y: PASTE_STEP });
    },
    duplicate() {
      if (!session.canEdit || nodes.selection().length === 0) return;
      place(copyNodes(session, nodes.selection()), { x: PASTE_STEP, y: PASTE_STEP });
    },
    selectAll: () => nodes.select([...tables.nodes.rows().keys()]),
    nudge(dx, dy) {
      if (!session.canEdit) return;
      const moved = nodes.selection().flatMap((id): [string, Position][] => {
        const position = tables.nodes.row(id)?.position;
        return position ? [[id, { x: position.x + dx, y: position.y + dy }]] : [];
      });
      if (moved.length > 0) notifyRefusal(moveNodes(doc, new Map(moved)));
    },
  };
}

function offsetTo(copied: Copied, at: Position): Position {
  const left = Math.min(...copied.nodes.map((node) => node.position.x));
  const top = Math.min(...copied.nodes.map((node) => node.position.y));
  return { x: Math.round(at.x - left), y: Math.round(at.y - top) };
}

import { createContext, useContext, useSyncExternalStore } from 'react';
import type { CanvasBinding } from './canvasBinding.ts';
import type { EdgeBinding } from './edgeBinding.ts';

/** What the parts of the canvas share: the bindings, and how to bring a node into sight. */
export interface CanvasParts {
  readonly nodes: CanvasBinding;
  readonly edges: EdgeBinding;
  /** Selects a node and brings it into sight. */
  readonly focusNode: (nodeId: string) => void;
}

const CanvasContext = createContext<CanvasParts | null>(null);
/** Gives the canvas to its faces, overlays and inspector. */
export const CanvasProvider = CanvasContext.Provider;

/** The canvas around this part. */
export function useCanvas(): CanvasParts {
  const canvas = useContext(CanvasContext);
  if (!canvas) throw new Error('This part needs a canvas around it.');
  return canvas;
}

/** Ids of my selected nodes. */
export function useSelection(): readonly string[] {
  const { nodes } = useCanvas();
  return useSyncExternalStore(nodes.signal.subscribe, nodes.selection);
}

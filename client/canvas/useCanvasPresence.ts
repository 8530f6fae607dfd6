import type { Position } from '@studio/shared/document';
import { useReactFlow, useStoreApi, type Viewport } from '@xyflow/react';
import { useEffect, useMemo, useRef, type PointerEvent } from 'react';
import { peopleStore } from '../sync/people.ts';
import { useProjectSession } from '../sync/useProject.tsx';
import { useCanvas, useSelection } from './canvasContext.ts';
import { dragsOf } from './peopleOnNodes.ts';

/** Shows my pointer, viewport and selection to colleagues, and puts their drags in flight on my canvas. */
export function useCanvasPresence() {
  const session = useProjectSession();
  const { presence } = session;
  const { nodes } = useCanvas();
  const { screenToFlowPosition } = useReactFlow();
  const flow = useStoreApi();
  const selection = useSelection();
  const lastPointer = useRef<Position>({ x: innerWidth / 2, y: innerHeight / 2 });
  useEffect(() => presence.show({ selection }), [presence, selection]);
  useEffect(() => () => presence.show({ selection: [], pointer: null, drag: null }), [presence]);
  useEffect(() => {
    const store = peopleStore(session);
    return store.signal.subscribe(() => nodes.showDrags(dragsOf(store.people())));
  }, [session, nodes]);
  return useMemo(
    () => ({
      lastPointer,
      onMove: (_event: unknown, { x, y, zoom }: Viewport) => {
        const { width, height } = flow.getState();
        const middle = (offset: number, size: number) => Math.round((size / 2 - offset) / zoom);
        presence.show({ viewport: { x: middle(x, width), y: middle(y, height), zoom } });
      },
      handlers: {
        onPointerMove: (event: PointerEvent) => {
          lastPointer.current = { x: event.clientX, y: event.clientY };
          const { x, y } = screenToFlowPosition(lastPointer.current);
          presence.show({ pointer: { x: Math.round(x), y: Math.round(y) } });
        },
        onPointerLeave: () => presence.show({ pointer: null }),
      },
    }),
    [presence, screenToFlowPosition, flow],
  );
}

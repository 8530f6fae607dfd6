import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { CanvasBinding } from './canvasBinding.ts';
import { CanvasProvider, type CanvasParts } from './canvasContext.ts';
import { EdgeBinding } from './edgeBinding.ts';
import { FlowCanvas } from './FlowCanvas.tsx';
import { InspectorPlace } from './inspector/InspectorPlace.tsx';

/** The canvas of a project with its inspector. */
export function CanvasView() {
  return (
    <ReactFlowProvider>
      <CanvasRoom>
        <div className="flex size-full min-h-0">
          <div className="min-w-0 grow">
            <FlowCanvas />
          </div>
          <InspectorPlace />
        </div>
      </CanvasRoom>
    </ReactFlowProvider>
  );
}

/** Holds the bindings for as long as the canvas is open. */
function CanvasRoom({ children }: { readonly children: ReactNode }) {
  const { tables, graph } = useProjectSession();
  const { fitView } = useReactFlow();
  const [bindings, setBindings] = useState<Pick<CanvasParts, 'nodes' | 'edges'>>();
  useEffect(() => {
    const nodes = new CanvasBinding(tables.nodes);
    const edges = new EdgeBinding(graph);
    setBindings({ nodes, edges });
    return () => {
      nodes.dispose();
      edges.dispose();
    };
  }, [tables, graph]);
  const parts = useMemo(
    (): CanvasParts | undefined =>
      bindings && {
        ...bindings,
        focusNode: (nodeId) => {
          bindings.nodes.select([nodeId]);
          void fitView({ nodes: [{ id: nodeId }], duration: 160, maxZoom: 1, padding: 0.5 });
        },
      },
    [bindings, fitView],
  );
  return parts ? <CanvasProvider value={parts}>{children}</CanvasProvider> : null;
}

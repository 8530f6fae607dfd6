import { checkConnection, nodeType } from '@studio/shared/graph';
import { getBezierPath, useStore, type ConnectionLineComponentProps } from '@xyflow/react';
import { useGraph } from '../sync/useProject.tsx';
import type { FlowNode } from './canvasBinding.ts';
import { kindColor } from './kindColor.ts';

/** The wire while it is dragged: in the colour of what it carries, red with the reason over a handle that refuses it. */
export function LooseWireLine(props: ConnectionLineComponentProps<FlowNode>) {
  const { fromX, fromY, fromPosition, toX, toY, toPosition, fromNode, fromHandle, toNode, toHandle } = props;
  const graph = useGraph();
  const zoom = useStore((state) => state.transform[2]);
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
  });
  const isForward = fromHandle.type === 'source';
  const from = { node: fromNode.id, handle: fromHandle.id ?? '' };
  const to = toNode && toHandle ? { node: toNode.id, handle: toHandle.id ?? '' } : undefined;
  const [source, target] = isForward ? [from, to] : [to, from];
  const checked =
    source && target
      ? checkConnection(graph, {
          source: source.node,
          sourceHandle: source.handle,
          target: target.node,
          targetHandle: target.handle,
        })
      : undefined;
  const refusal = checked?.ok === false ? checked.failure.message : undefined;
  const type = nodeType(fromNode.data.nodeType);
  const kind = isForward
    ? type?.outputs.find((output) => output.id === fromHandle.id)?.kind
    : type?.inputs.find((input) => input.id === fromHandle.id)?.accepts[0];
  return (
    <g>
      <path d={path} fill="none" strokeWidth={2} stroke={refusal === undefined ? kindColor(kind) : 'var(--danger)'} />
      {refusal !== undefined && (
        <foreignObject x={toX + 14 / zoom} y={toY + 10 / zoom} width={1} height={1} className="overflow-visible">
          <div
            role="alert"
            style={{ transform: `scale(${1 / zoom})` }}
            className="w-max max-w-64 origin-top-left rounded border border-danger bg-surface-2 px-2 py-1 text-12 text-ink shadow-float"
          >
            {refusal}
          </div>
        </foreignObject>
      )}
    </g>
  );
}

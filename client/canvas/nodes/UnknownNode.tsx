import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import { useFromGraph } from '../../sync/useProject.tsx';
import { useGraphNode } from '../useGraphNode.ts';
import { isSameFace, type FaceProps } from './faceProps.ts';
import { NodeFrame } from './NodeFrame.tsx';
import { NodeTitle } from './NodeTitle.tsx';

/** A node of a type that this version does not know: drawn plainly, moved, wired as it is, and kept unchanged. */
export const UnknownNode = memo(function UnknownNode({ id, selected = false }: FaceProps) {
  const node = useGraphNode(id);
  const inputs = useFromGraph((graph) => [...new Set(graph.into.get(id)?.map((edge) => edge.targetHandle))]);
  const outputs = useFromGraph((graph) => [...new Set(graph.outOf.get(id)?.map((edge) => edge.sourceHandle))]);
  if (!node) return null;
  return (
    <NodeFrame id={id} type={node.type} label={node.type} isSelected={selected}>
      <NodeTitle type={node.type} name={node.type} />
      <p className="px-2 text-12 text-ink-3">From a newer version; kept as it is.</p>
      {inputs.map((handle) => (
        <Handle key={handle} id={handle} type="target" position={Position.Left} isConnectable={false} />
      ))}
      {outputs.map((handle) => (
        <Handle key={handle} id={handle} type="source" position={Position.Right} isConnectable={false} />
      ))}
    </NodeFrame>
  );
}, isSameFace);

import { nodeLabel, textField } from '@studio/shared/graph';
import { memo } from 'react';
import { usePipelines } from '../../sync/useProject.tsx';
import { useGraphNode } from '../useGraphNode.ts';
import { isSameFace, type FaceProps } from './faceProps.ts';
import { NodeFrame } from './NodeFrame.tsx';
import { NodeTitle } from './NodeTitle.tsx';

/** Which pipeline the generators wired to it use. */
export const PipelineNode = memo(function PipelineNode({ id, selected = false }: FaceProps) {
  const node = useGraphNode(id);
  const pipelines = usePipelines();
  if (!node) return null;
  const chosen = textField(node, 'pipelineId');
  const pipeline = pipelines.find((candidate) => candidate.id === chosen);
  const text = chosen === '' ? 'None chosen' : (pipeline?.label ?? chosen);
  return (
    <NodeFrame id={id} type={node.type} label={nodeLabel(node)} isSelected={selected}>
      <NodeTitle type={node.type} name={textField(node, 'name')} />
      <p className="truncate px-2 text-12 text-ink-2" title={text}>
        {text}
        {pipeline && <span className="text-ink-3"> · {pipeline.kind}</span>}
      </p>
    </NodeFrame>
  );
}, isSameFace);

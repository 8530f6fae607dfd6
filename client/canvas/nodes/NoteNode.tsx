import { textField } from '@studio/shared/graph';
import { memo } from 'react';
import { useGraphNode } from '../useGraphNode.ts';
import { isSameFace, type FaceProps } from './faceProps.ts';
import { NodeFrame } from './NodeFrame.tsx';

/** A text to the team. */
export const NoteNode = memo(function NoteNode({ id, selected = false }: FaceProps) {
  const node = useGraphNode(id);
  if (!node) return null;
  const text = textField(node, 'text').trim();
  return (
    <NodeFrame id={id} type={node.type} label={text === '' ? 'Note' : `Note: ${text}`} isSelected={selected}>
      <p className="overflow-hidden p-3 text-13 whitespace-pre-wrap text-ink" title={text}>
        {text === '' ? <span className="text-ink-3">Write to the team in the inspector</span> : text}
      </p>
    </NodeFrame>
  );
}, isSameFace);

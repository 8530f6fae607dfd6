import { mediaField, nodeLabel, textField } from '@studio/shared/graph';
import { ImagePlus } from 'lucide-react';
import { memo } from 'react';
import { mediaUrl } from '../../ui/mediaSource.ts';
import { useGraphNode } from '../useGraphNode.ts';
import { isSameFace, type FaceProps } from './faceProps.ts';
import { NodeFrame } from './NodeFrame.tsx';
import { NodeTitle } from './NodeTitle.tsx';

/** A character, style or location: its reference and what makes it recognisable. */
export const AssetNode = memo(function AssetNode({ id, selected = false }: FaceProps) {
  const node = useGraphNode(id);
  if (!node) return null;
  const reference = mediaField(node, 'reference');
  const description = textField(node, 'description').trim();
  return (
    <NodeFrame id={id} type={node.type} label={nodeLabel(node)} isSelected={selected}>
      <NodeTitle type={node.type} name={textField(node, 'name')} />
      <div className="relative aspect-video w-full shrink-0 bg-picture">
        {reference === undefined ? (
          <span className="absolute inset-2 flex items-center justify-center gap-1.5 rounded-sm border border-dashed border-line-strong text-12 text-ink-3">
            <ImagePlus aria-hidden size={14} strokeWidth={1.5} />
            No reference
          </span>
        ) : (
          <img
            src={mediaUrl(reference)}
            alt={`Reference of ${textField(node, 'name')}`}
            draggable={false}
            loading="lazy"
            className="absolute inset-0 size-full object-cover"
          />
        )}
      </div>
      <p className="mx-2 mt-0.5 line-clamp-2 text-11 leading-4 text-ink-2" title={description}>
        {description === '' ? <span className="text-ink-3">No description yet</span> : description}
      </p>
    </NodeFrame>
  );
}, isSameFace);

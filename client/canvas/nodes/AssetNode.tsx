import { mediaField, nodeLabel, textField } from '@studio/shared/graph';
import { ImageOff } from 'lucide-react';
import { memo } from 'react';
import { classNames } from '../../ui/classNames.ts';
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
      {reference !== undefined && (
        <img
          src={mediaUrl(reference)}
          alt={`Reference of ${textField(node, 'name')}`}
          draggable={false}
          loading="lazy"
          className="aspect-video w-full shrink-0 bg-picture object-cover"
        />
      )}
      <p
        className={classNames(
          'mx-2 mt-0.5 text-ink-2',
          reference === undefined ? 'line-clamp-5 text-12 leading-[18px]' : 'line-clamp-2 text-11',
        )}
        title={description}
      >
        {description === '' ? <span className="text-ink-3">No description yet</span> : description}
      </p>
      {reference === undefined && (
        <p className="mx-2 mt-auto mb-2 flex items-center gap-1.5 text-11 text-ink-3">
          <ImageOff aria-hidden size={12} strokeWidth={1.5} />
          No reference image
        </p>
      )}
    </NodeFrame>
  );
}, isSameFace);

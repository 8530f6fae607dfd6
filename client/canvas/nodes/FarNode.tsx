import { nodeLabel, slotOf, textField } from '@studio/shared/graph';
import { useActiveTake, useFromGraph } from '../../sync/useProject.tsx';
import { classNames } from '../../ui/classNames.ts';
import { mediaUrl } from '../../ui/mediaSource.ts';
import { useGraphNode } from '../useGraphNode.ts';
import type { FaceProps } from './faceProps.ts';
import { NodeFrame } from './NodeFrame.tsx';

/** What names a node of these types best in few words. */
const FIRST_WORDS: { readonly [type: string]: string } = { shot: 'number', note: 'text' };

/** A node from afar: its picture and a name large enough to read. Buttons and small print would only be noise there. */
export function FarNode({ id, selected = false }: FaceProps) {
  const node = useGraphNode(id);
  const slotId = useFromGraph((graph) => slotOf(graph, id));
  const take = useActiveTake(slotId);
  if (!node) return null;
  const name = textField(node, FIRST_WORDS[node.type] ?? 'name').trim() || nodeLabel(node);
  return (
    <NodeFrame id={id} type={node.type} label={nodeLabel(node)} isSelected={selected} isFar>
      {take && (
        <img
          src={mediaUrl(take.thumbnail.sha256)}
          alt=""
          draggable={false}
          loading="lazy"
          className="min-h-0 grow object-cover"
        />
      )}
      <p
        className={classNames(
          'shrink-0 px-3 py-2 text-[32px] leading-[40px] font-medium',
          take ? 'truncate' : 'line-clamp-3 break-words',
        )}
      >
        {name}
      </p>
    </NodeFrame>
  );
}

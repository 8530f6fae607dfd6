import { nodeLabel, slotOf, textField } from '@studio/shared/graph';
import { useActiveTake, useFromGraph, usePreview, useRun } from '../../sync/useProject.tsx';
import { classNames } from '../../ui/classNames.ts';
import { mediaUrl } from '../../ui/mediaSource.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useRunState } from '../runs/useNodeRun.ts';
import { useGraphNode } from '../useGraphNode.ts';
import type { FaceProps } from './faceProps.ts';
import { NodeFrame } from './NodeFrame.tsx';

/** What names a node of these types best in few words. */
const FIRST_WORDS: { readonly [type: string]: string } = { shot: 'number', note: 'text' };

/** A node from afar: its picture, how far its run is, and a name large enough to read. Small print would only be noise. */
export function FarNode({ id, selected = false }: FaceProps) {
  const node = useGraphNode(id);
  const slotId = useFromGraph((graph) => slotOf(graph, id));
  const take = useActiveTake(slotId);
  const run = useRunState(id, slotId);
  const progress = useRun(run.intent?.id ?? '');
  const preview = usePreview(run.state === 'running' ? (run.intent?.id ?? '') : '');
  if (!node) return null;
  const picture = preview ?? (take && mediaUrl(take.thumbnail.sha256));
  const name = textField(node, FIRST_WORDS[node.type] ?? 'name').trim() || nodeLabel(node);
  return (
    <NodeFrame id={id} type={node.type} label={nodeLabel(node)} isSelected={selected} isFar>
      {picture && <img src={picture} alt="" draggable={false} loading="lazy" className="min-h-0 grow object-cover" />}
      {run.openCount > 0 && (
        <ProgressBar label="Progress of the run" value={run.state === 'running' ? progress?.progress : 0} isThick />
      )}
      <p
        className={classNames(
          'shrink-0 px-3 py-2 text-[32px] leading-[40px] font-medium',
          picture ? 'truncate' : 'line-clamp-3 break-words',
        )}
      >
        {name}
      </p>
    </NodeFrame>
  );
}

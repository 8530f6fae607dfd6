import { nodeLabel, shotsInOrder, textField } from '@studio/shared/graph';
import { Download } from 'lucide-react';
import { memo } from 'react';
import { useActiveTake, useFromGraph, useTakesOf } from '../../sync/useProject.tsx';
import { mediaUrl } from '../../ui/mediaSource.ts';
import { RunControl } from '../runs/RunControl.tsx';
import { useNodeRun } from '../runs/useNodeRun.ts';
import { useGraphNode } from '../useGraphNode.ts';
import { isSameFace, type FaceProps } from './faceProps.ts';
import { NodeFrame } from './NodeFrame.tsx';
import { NodeTitle } from './NodeTitle.tsx';

const SHOWN = 12;

/** The film: its shots in order, Render, and the finished file. */
export const AssemblerNode = memo(function AssemblerNode({ id, selected = false }: FaceProps) {
  const node = useGraphNode(id);
  const shotIds = useFromGraph((graph) => shotsInOrder(graph, id).map((shot) => shot.id));
  const film = useTakesOf(id).at(-1);
  const run = useNodeRun(id, id);
  if (!node) return null;
  return (
    <NodeFrame id={id} type={node.type} label={nodeLabel(node)} isSelected={selected}>
      <NodeTitle type={node.type} name={textField(node, 'name')} />
      <div className="grid grow grid-cols-4 content-start gap-0.5 px-2">
        {shotIds.slice(0, SHOWN).map((shotId) => (
          <ShotThumbnail key={shotId} shotId={shotId} />
        ))}
      </div>
      <div className="flex h-7 shrink-0 items-center justify-between gap-2 px-2 text-12 text-ink-2">
        <span>{shotIds.length === 1 ? '1 shot' : `${shotIds.length} shots`}</span>
        {film && (
          <a
            href={mediaUrl(film.media.sha256)}
            download={film.name}
            title={film.name}
            className="nodrag inline-flex min-w-0 items-center gap-1 text-ink underline-offset-2 hover:underline"
          >
            <Download aria-hidden size={12} className="shrink-0" />
            <span className="truncate">{film.name}</span>
          </a>
        )}
      </div>
      <div className="border-t">
        <RunControl nodeId={id} run={run} label="Render film" />
      </div>
    </NodeFrame>
  );
}, isSameFace);

function ShotThumbnail({ shotId }: { readonly shotId: string }) {
  const take = useActiveTake(shotId);
  return (
    <span className="relative aspect-video overflow-hidden rounded-sm bg-picture">
      {take && (
        <img
          src={mediaUrl(take.thumbnail.sha256)}
          alt=""
          draggable={false}
          loading="lazy"
          className="absolute inset-0 size-full object-cover"
        />
      )}
    </span>
  );
}

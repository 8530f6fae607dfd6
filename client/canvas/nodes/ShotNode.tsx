import { nodeLabel, textField } from '@studio/shared/graph';
import { Film, Layers2, MessageSquare } from 'lucide-react';
import { memo } from 'react';
import { useActiveTake, usePreview, useProjectSession, useRow, useTakesOf } from '../../sync/useProject.tsx';
import { RunControl } from '../runs/RunControl.tsx';
import { useNodeRun } from '../runs/useNodeRun.ts';
import { useGraphNode } from '../useGraphNode.ts';
import { isSameFace, type FaceProps } from './faceProps.ts';
import { NodeFrame } from './NodeFrame.tsx';
import { PictureMark } from './PictureMark.tsx';
import { TakePicture } from './TakePicture.tsx';

/** A shot: its active Take, and what is under way for it. */
export const ShotNode = memo(function ShotNode({ id, selected = false }: FaceProps) {
  const node = useGraphNode(id);
  const { ledgerTables } = useProjectSession();
  const take = useActiveTake(id);
  const takes = useTakesOf(id);
  const notes = useRow(ledgerTables.notes, id);
  const run = useNodeRun(id, id);
  const preview = usePreview(run.state === 'running' ? (run.intent?.id ?? '') : '');
  if (!node) return null;
  const number = textField(node, 'number');
  const openNotes = notes?.open ?? 0;
  return (
    <NodeFrame id={id} type="shot" label={nodeLabel(node)} isSelected={selected}>
      <TakePicture take={take} preview={preview} empty={<NextTakeHere />}>
        <span className="absolute inset-x-1.5 bottom-1.5 flex gap-1">
          {takes.length > 0 && (
            <PictureMark icon={Layers2} label={takes.length === 1 ? '1 Take' : `${takes.length} Takes`}>
              {takes.length}
            </PictureMark>
          )}
          {openNotes > 0 && (
            <PictureMark icon={MessageSquare} label={openNotes === 1 ? '1 open note' : `${openNotes} open notes`}>
              {openNotes}
            </PictureMark>
          )}
        </span>
      </TakePicture>
      <div className="flex h-9 shrink-0 items-center gap-2 border-b px-2">
        {number !== '' && <span className="shrink-0 font-mono text-12 text-ink-2">{number}</span>}
        <span className="truncate font-medium" title={textField(node, 'name')}>
          {textField(node, 'name')}
        </span>
      </div>
      <RunControl nodeId={id} run={run} label="Generate" />
    </NodeFrame>
  );
}, isSameFace);

/** Where the next Take will land. */
function NextTakeHere() {
  return (
    <span className="absolute inset-2 flex items-center justify-center gap-1.5 rounded-sm border border-dashed border-line-strong text-12 text-ink-3">
      <Film aria-hidden size={14} strokeWidth={1.5} />
      The first Take lands here
    </span>
  );
}

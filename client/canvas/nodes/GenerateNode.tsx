import { nodeLabel, slotOf, textField } from '@studio/shared/graph';
import { memo } from 'react';
import { useActiveTake, useFromGraph, usePreview } from '../../sync/useProject.tsx';
import { RunControl } from '../runs/RunControl.tsx';
import { useNodeRun } from '../runs/useNodeRun.ts';
import { useGraphNode } from '../useGraphNode.ts';
import { isSameFace, type FaceProps } from './faceProps.ts';
import { NodeFrame } from './NodeFrame.tsx';
import { NodeTitle } from './NodeTitle.tsx';
import { TakePicture } from './TakePicture.tsx';

/** A generator: its result, the beginning of its prompt, and Run. */
export const GenerateNode = memo(function GenerateNode({ id, selected = false }: FaceProps) {
  const node = useGraphNode(id);
  const slotId = useFromGraph((graph) => slotOf(graph, id));
  const take = useActiveTake(slotId);
  const run = useNodeRun(id, slotId);
  const preview = usePreview(run.state === 'running' ? (run.intent?.id ?? '') : '');
  if (!node) return null;
  const prompt = textField(node, 'prompt').trim();
  return (
    <NodeFrame id={id} type={node.type} label={nodeLabel(node)} isSelected={selected}>
      <NodeTitle type={node.type} name={textField(node, 'name')} />
      <TakePicture take={take} preview={preview} empty={<EmptyResult />} />
      <p className="mx-2 mt-1 line-clamp-2 h-8 shrink-0 text-12 leading-4 text-ink-2" title={prompt}>
        {prompt === '' ? <span className="text-ink-3">No prompt yet</span> : prompt}
      </p>
      <RunControl nodeId={id} run={run} label="Generate" />
    </NodeFrame>
  );
}, isSameFace);

function EmptyResult() {
  return (
    <span className="absolute inset-2 flex items-center justify-center rounded-sm border border-dashed border-line-strong text-12 text-ink-3">
      The next Take lands here
    </span>
  );
}

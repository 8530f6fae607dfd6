import { nodeLabel, nodeType } from '@studio/shared/graph';
import type { ReactNode } from 'react';
import { Panel } from '../../ui/Panel.tsx';
import { useSelection } from '../canvasContext.ts';
import { useGraphNode } from '../useGraphNode.ts';
import { NodeInspector } from './NodeInspector.tsx';
import { ProjectInspector } from './ProjectInspector.tsx';
import { SelectionSummary } from './SelectionSummary.tsx';

/** The parameters of what is selected: one node, several, or the project when nothing is. */
export function Inspector({ actions }: { readonly actions: ReactNode }) {
  const selection = useSelection();
  const first = selection[0] ?? '';
  const node = useGraphNode(first);
  const isOne = selection.length === 1 && node !== undefined;
  const title = isOne ? nodeLabel(node) : selection.length > 1 ? `${selection.length} nodes` : 'Project';
  return (
    <Panel label="Inspector" title={title} actions={actions} className="h-full">
      {isOne ? (
        <NodeInspector key={first} node={node} type={nodeType(node.type)} />
      ) : selection.length > 1 ? (
        <SelectionSummary ids={selection} />
      ) : (
        <ProjectInspector />
      )}
    </Panel>
  );
}

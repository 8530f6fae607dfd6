import { nodeType } from '@studio/shared/graph';
import { Play } from 'lucide-react';
import { useGraph, useProjectSession } from '../../sync/useProject.tsx';
import { Button } from '../../ui/Button.tsx';
import { NodeIcon } from '../nodes/NodeIcon.tsx';
import { useRunSelection } from '../runs/useRunSelection.ts';

/** How many of what is selected, and what can be done with all of it. */
export function SelectionSummary({ ids }: { readonly ids: readonly string[] }) {
  const graph = useGraph();
  const { canEdit } = useProjectSession();
  const run = useRunSelection();
  const counts = new Map<string, number>();
  for (const id of ids) {
    const type = graph.nodes.get(id)?.type;
    if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const canRun = [...counts.keys()].some((type) => nodeType(type)?.runs);
  return (
    <div className="flex flex-col gap-3 p-3">
      <ul className="flex flex-col gap-1">
        {[...counts].map(([type, count]) => (
          <li key={type} className="flex items-center gap-2 text-13">
            <NodeIcon type={type} />
            <span className="grow">{nodeType(type)?.label ?? type}</span>
            <span className="text-ink-2">{count}</span>
          </li>
        ))}
      </ul>
      {canRun && canEdit && (
        <Button icon={Play} onClick={run}>
          Generate all that can run
        </Button>
      )}
    </div>
  );
}

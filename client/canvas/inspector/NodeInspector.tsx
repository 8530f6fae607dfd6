import { slotOf, type GraphNode, type NodeType } from '@studio/shared/graph';
import { useFromGraph, useProjectSession } from '../../sync/useProject.tsx';
import { RunControl } from '../runs/RunControl.tsx';
import { useNodeRun } from '../runs/useNodeRun.ts';
import { FieldEditor } from './FieldEditor.tsx';
import { RunError } from './RunError.tsx';
import { TakesStrip } from './TakesStrip.tsx';

export interface NodeInspectorProps {
  readonly node: GraphNode;
  readonly type: NodeType | undefined;
}

/** The fields of one node by its definition, its run and its Takes. */
export function NodeInspector({ node, type }: NodeInspectorProps) {
  const { canEdit, readOnlyReason } = useProjectSession();
  if (!type) {
    return (
      <p className="p-3 text-13 text-ink-2">
        This node is of the type “{node.type}”, which this version does not know. It is kept as it is; reload the page
        to update.
      </p>
    );
  }
  return (
    <div className="flex flex-col">
      <p className="px-3 pt-3 text-12 text-pretty text-ink-3">{type.help}</p>
      {!canEdit && <p className="mx-3 mt-2 rounded border px-2 py-1.5 text-12 text-ink-2">{readOnlyReason}</p>}
      <div className="flex flex-col gap-3 p-3">
        {type.fields.map((field) => (
          <FieldEditor key={field.name} node={node} field={field} />
        ))}
      </div>
      {type.runs !== null && <RunSection node={node} label={type.runs === 'render' ? 'Render film' : 'Generate'} />}
    </div>
  );
}

function RunSection({ node, label }: { readonly node: GraphNode; readonly label: 'Generate' | 'Render film' }) {
  const slotId = useFromGraph((graph) => slotOf(graph, node.id));
  const run = useNodeRun(node.id, slotId);
  return (
    <>
      <div className="border-y px-1">
        <RunControl nodeId={node.id} run={run} label={label} />
      </div>
      <RunError run={run} />
      <TakesStrip slotId={slotId} isFilm={label === 'Render film'} />
    </>
  );
}

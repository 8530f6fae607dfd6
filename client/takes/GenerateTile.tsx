import { Play } from 'lucide-react';
import { runNode } from '../canvas/runs/runNode.ts';
import { useNodeRun } from '../canvas/runs/useNodeRun.ts';
import { useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { notifyRefusal } from '../ui/notify.ts';

/** The place where the next Take will land, with the button that makes it and what stands in its way. */
export function GenerateTile({ slotId }: { readonly slotId: string }) {
  const session = useProjectSession();
  const { obstacles, pipelines } = useNodeRun(slotId, slotId);
  const why = session.canEdit ? obstacles.map((obstacle) => obstacle.message).join(' ') : session.readOnlyReason;
  return (
    <li
      title={why}
      className="flex w-36 shrink-0 flex-col items-center justify-center gap-2 rounded border border-dashed px-2 text-center"
    >
      <Button
        size="small"
        icon={Play}
        disabled={why !== ''}
        onClick={() => notifyRefusal(runNode(session, slotId, pipelines))}
      >
        Generate
      </Button>
      <span className="line-clamp-3 text-11 text-ink-3">{why === '' ? 'The next Take lands here' : why}</span>
    </li>
  );
}

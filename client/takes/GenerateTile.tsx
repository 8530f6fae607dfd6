import { Play } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { runNode } from '../canvas/runs/runNode.ts';
import { useNodeRun } from '../canvas/runs/useNodeRun.ts';
import { isTyping } from '../player/transportKeys.ts';
import { useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { notifyRefusal } from '../ui/notify.ts';

/** The place where the next Take will land, with the button that makes it and what stands in its way. */
export function GenerateTile({ slotId }: { readonly slotId: string }) {
  const session = useProjectSession();
  const { obstacles, pipelines } = useNodeRun(slotId, slotId);
  const run = () => void notifyRefusal(runNode(session, slotId, pipelines));
  const why = session.canEdit ? obstacles.map((obstacle) => obstacle.message).join(' ') : session.readOnlyReason;
  useRunKey(why === '' ? run : undefined);
  return (
    <li
      title={why}
      className="flex w-36 shrink-0 flex-col items-center justify-center gap-2 rounded border border-dashed px-2 text-center"
    >
      <Button size="small" icon={Play} title="Generate (Ctrl+Enter)" disabled={why !== ''} onClick={run}>
        Generate
      </Button>
      <span className="line-clamp-3 text-11 text-ink-3">{why === '' ? 'The next Take lands here' : why}</span>
    </li>
  );
}

/** Ctrl+Enter (⌘+Enter) runs the shot on screen; while somebody types it is theirs. */
function useRunKey(run: (() => void) | undefined): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isRun = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!isRun || event.defaultPrevented || isTyping(event.target)) return;
      event.preventDefault();
      latest.current?.();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

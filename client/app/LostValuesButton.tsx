import { GitMerge } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { Loss } from '../sync/lost/lostValues.ts';
import { useGraph, useProjectSession, useRows } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { notifyRefusal } from '../ui/notify.ts';
import { Popover } from '../ui/Popover.tsx';
import { LossCard } from './LossCard.tsx';
import { lossWords } from './lossWords.ts';

/** Says beside the sync badge that values of mine gave way to others', and lists them; nothing while there are none. */
export function LostValuesButton() {
  const { lost } = useProjectSession();
  const losses = useSyncExternalStore(lost.signal.subscribe, lost.losses);
  if (losses.length === 0) return null;
  const words = heading(losses.length);
  return (
    <Popover
      label={words}
      align="start"
      className="w-[min(380px,calc(100vw-16px))]"
      trigger={
        <Button size="small" icon={GitMerge} aria-label={words} title={words}>
          {losses.length}
          <span className="max-wide:hidden">{losses.length === 1 ? 'edit overruled' : 'edits overruled'}</span>
        </Button>
      }
    >
      <LossList losses={losses} />
    </Popover>
  );
}

function heading(count: number): string {
  return count === 1 ? '1 of your edits was overruled' : `${count} of your edits were overruled`;
}

function LossList({ losses }: { readonly losses: readonly Loss[] }) {
  const { lost, tables, ledgerTables, nameOfClient, canEdit } = useProjectSession();
  const graph = useGraph();
  const clips = useRows(tables.clips);
  const takes = useRows(ledgerTables.takes);
  const sources = {
    graph,
    shotOfClip: (clipId: string) => clips.get(clipId)?.shotId,
    takeName: (takeId: string) => takes.get(takeId)?.name,
  };
  const takeBack = (chosen: readonly Loss[]) => notifyRefusal(lost.takeBack(chosen));
  return (
    <>
      <div className="border-b p-3">
        <p className="text-13 font-medium">{heading(losses.length)}</p>
        <p className="pt-1 text-12 text-pretty text-ink-2">
          You and somebody else changed the same thing without seeing each other, and one value had to win. Nothing else
          of yours is affected.
        </p>
      </div>
      <ul className="max-h-[min(420px,56dvh)] divide-y overflow-auto">
        {losses.map((loss) => (
          <LossCard
            key={loss.key}
            loss={loss}
            words={lossWords(loss, sources)}
            by={(loss.kind === 'value' && nameOfClient(loss.by)) || 'somebody'}
            canEdit={canEdit}
            onTakeBack={() => takeBack([loss])}
            onKeepTheirs={() => lost.settle([loss])}
          />
        ))}
      </ul>
      {losses.length > 1 && (
        <div className="flex gap-2 border-t p-3">
          <Button size="small" disabled={!canEdit} onClick={() => takeBack(losses)}>
            Take all mine
          </Button>
          <Button size="small" tone="quiet" onClick={() => lost.settle(losses)}>
            Keep all theirs
          </Button>
        </div>
      )}
    </>
  );
}

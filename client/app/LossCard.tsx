import type { Loss } from '../sync/lost/lostValues.ts';
import { Button } from '../ui/Button.tsx';
import type { LossWords } from './lossWords.ts';

export interface LossCardProps {
  readonly loss: Loss;
  readonly words: LossWords;
  /** Who wrote the other value, or “somebody”. */
  readonly by: string;
  readonly canEdit: boolean;
  readonly onTakeBack: () => void;
  readonly onKeepTheirs: () => void;
}

/** One value of mine that gave way: whose won, and the two ways on. */
export function LossCard({ loss, words, by, canEdit, onTakeBack, onKeepTheirs }: LossCardProps) {
  const isRecord = loss.kind === 'record';
  return (
    <li className="flex flex-col gap-2 p-3">
      <p className="flex items-baseline gap-2 text-13">
        <span className="truncate font-medium">{words.title}</span>
        <span className="shrink-0 text-12 text-ink-3">{words.label}</span>
      </p>
      {!isRecord && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-12">
          <dt className="text-ink-3">Yours</dt>
          <dd className="truncate tabular-nums">{words.mine}</dd>
          <dt className="text-ink-3">Now</dt>
          <dd className="truncate tabular-nums">
            {words.theirs} <span className="text-ink-3">· {by}</span>
          </dd>
        </dl>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="small" disabled={!canEdit} onClick={onTakeBack}>
          {isRecord ? 'Restore with my edits' : 'Take mine back'}
        </Button>
        <Button size="small" tone="quiet" onClick={onKeepTheirs}>
          {isRecord ? 'Leave it removed' : 'Keep theirs'}
        </Button>
      </div>
    </li>
  );
}

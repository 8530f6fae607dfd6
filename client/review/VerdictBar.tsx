import { CircleCheck, MessageSquareWarning } from 'lucide-react';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { notifyRefusal } from '../ui/notify.ts';
import { RelativeTime } from './RelativeTime.tsx';
import { judgeTake, type ReviewDesk } from './reviewDesk.ts';
import { useVerdicts } from './useNotes.ts';

/** Approve or ask for changes, and what others said of this Take. */
export function VerdictBar({ desk, takeId }: { readonly desk: ReviewDesk; readonly takeId: string }) {
  const verdicts = useVerdicts(desk, takeId);
  const mine = verdicts.find((row) => row.author.id === desk.me.id)?.verdict;
  return (
    <div className="shrink-0 border-b p-3">
      {desk.canWrite && (
        <div className="flex gap-2">
          <Button
            className="grow"
            size="small"
            icon={CircleCheck}
            tone={mine === 'approved' ? 'primary' : 'plain'}
            aria-pressed={mine === 'approved'}
            title="Approve (A)"
            onClick={() => notifyRefusal(judgeTake(desk, takeId, 'approved'))}
          >
            {mine === 'approved' ? 'Approved' : 'Approve'}
          </Button>
          <Button
            className="grow"
            size="small"
            icon={MessageSquareWarning}
            tone={mine === 'changes' ? 'primary' : 'plain'}
            aria-pressed={mine === 'changes'}
            title="Request changes (R)"
            onClick={() => notifyRefusal(judgeTake(desk, takeId, 'changes'))}
          >
            {mine === 'changes' ? 'Changes requested' : 'Request changes'}
          </Button>
        </div>
      )}
      {verdicts.length > 0 && (
        <ul className="mt-2 flex flex-col gap-0.5 text-12 text-ink-2">
          {verdicts.map((row) => (
            <li key={row.id} className="flex items-center gap-1.5">
              {row.verdict === 'approved' ? (
                <CircleCheck aria-hidden size={12} />
              ) : (
                <MessageSquareWarning aria-hidden size={12} />
              )}
              <span className="truncate text-ink">{row.author.name}</span>
              {row.author.isGuest === true && <Badge>Guest</Badge>}
              <span>{row.verdict === 'approved' ? 'approved' : 'asks for changes'}</span>
              <span className="ml-auto text-11 text-ink-3">
                <RelativeTime at={row.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

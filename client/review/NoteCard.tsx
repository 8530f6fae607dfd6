import type { CommentRow } from '@studio/shared/document';
import { formatTimecode, type Rate } from '@studio/shared/timeline';
import { Check, RotateCcw, SquareDashed } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/classNames.ts';
import { notifyRefusal } from '../ui/notify.ts';
import { TextArea } from '../ui/TextArea.tsx';
import { sendOnEnter } from './NoteComposer.tsx';
import type { Note } from './notes.ts';
import { RelativeTime } from './RelativeTime.tsx';
import { answerNote, type ReviewDesk, settleNote } from './reviewDesk.ts';

export interface NoteCardProps {
  readonly note: Note;
  readonly desk: ReviewDesk;
  readonly rate: Rate;
  readonly isStill: boolean;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

/** A note with its answers. */
export function NoteCard({ note, desk, rate, isStill, isSelected, onSelect }: NoteCardProps) {
  const { thread, comments, isResolved, isFromOtherTake } = note;
  return (
    <li
      className={classNames(
        'border-b border-l-2 py-2.5 pr-3 pl-2.5',
        isSelected ? 'border-l-ink bg-surface-2' : 'border-l-transparent',
      )}
    >
      <button
        type="button"
        className="mb-1 flex w-full items-center gap-2 rounded-sm text-left text-11 text-ink-3 hover:text-ink-2"
        onClick={onSelect}
      >
        <span className="font-mono">{isStill ? 'Still' : formatTimecode(thread.frame, rate)}</span>
        {thread.region && <SquareDashed aria-label="With an area" size={12} />}
        {isFromOtherTake && <Badge>On another Take · to verify</Badge>}
        {isResolved && (
          <span className="inline-flex items-center gap-1">
            <Check aria-hidden size={12} /> Resolved{note.resolvedBy ? ` by ${note.resolvedBy.author.name}` : ''}
          </span>
        )}
      </button>
      <ol className={classNames('flex flex-col gap-2', isResolved && !isSelected && 'opacity-70')}>
        {(isResolved && !isSelected ? comments.slice(0, 1) : comments).map((comment) => (
          <Comment key={comment.id} comment={comment} />
        ))}
      </ol>
      {desk.canWrite && isSelected && <NoteActs note={note} desk={desk} />}
    </li>
  );
}

function Comment({ comment }: { readonly comment: CommentRow }) {
  const { author, at, body } = comment;
  return (
    <li>
      <p className="flex items-center gap-1.5 text-12">
        <span className="truncate font-medium text-ink">{author.name}</span>
        {author.isGuest === true && <Badge>Guest</Badge>}
        <span className="text-11 text-ink-3">
          <RelativeTime at={at} />
        </span>
      </p>
      <p className="text-13 break-words whitespace-pre-wrap text-ink">{body}</p>
    </li>
  );
}

function NoteActs({ note, desk }: { readonly note: Note; readonly desk: ReviewDesk }) {
  const [answer, setAnswer] = useState('');
  const { id } = note.thread;
  const onAnswer = () => {
    if (answer.trim() !== '' && notifyRefusal(answerNote(desk, id, answer))) setAnswer('');
  };
  return (
    <form
      className="mt-2 flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer();
      }}
    >
      <TextArea
        label="Answer"
        isLabelHidden
        rows={1}
        className="text-16 wide:text-13"
        placeholder="Answer"
        value={answer}
        onChange={(event) => setAnswer(event.target.value)}
        onKeyDown={(event) => sendOnEnter(event, onAnswer)}
      />
      <div className="flex gap-2">
        <Button
          size="small"
          tone="quiet"
          icon={note.isResolved ? RotateCcw : Check}
          onClick={() => notifyRefusal(settleNote(desk, id, !note.isResolved))}
        >
          {note.isResolved ? 'Reopen' : 'Resolve'}
        </Button>
        {answer.trim() !== '' && (
          <Button type="submit" size="small" className="ml-auto">
            Send answer
          </Button>
        )}
      </div>
    </form>
  );
}

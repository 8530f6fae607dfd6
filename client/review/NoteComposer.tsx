import type { Region } from '@studio/shared/document';
import { MAX_COMMENT_LENGTH } from '@studio/shared/document';
import { formatTimecode } from '@studio/shared/timeline';
import { SquareDashed, X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Playhead } from '../player/playhead.ts';
import { usePlayheadPart } from '../player/usePlayhead.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { notifyRefusal } from '../ui/notify.ts';
import { TextArea } from '../ui/TextArea.tsx';
import { type ReviewDesk, writeNote } from './reviewDesk.ts';

export interface NoteComposerProps {
  readonly desk: ReviewDesk;
  readonly takeId: string;
  readonly playhead: Playhead;
  readonly region: Region | null;
  readonly onRegion: (region: Region | null) => void;
  readonly onSent: (threadId: string) => void;
}

/** Where a note is written. Typing stops the picture on its frame; sending lets it go on if it ran. */
export function NoteComposer({ desk, takeId, playhead, region, onRegion, onSent }: NoteComposerProps) {
  const [body, setBody] = useState('');
  const wasRunning = useRef(false);
  const onType = (text: string) => {
    if (playhead.state().speed !== 0) {
      wasRunning.current = true;
      playhead.pause();
    }
    setBody(text);
  };
  const onSend = () => {
    const written = writeNote(desk, { takeId, frame: playhead.state().frame, region, body });
    if (!notifyRefusal(written)) return;
    setBody('');
    onRegion(null);
    if (written.ok) onSent(written.value);
    if (wasRunning.current) playhead.act({ kind: 'shuttle', key: 'toggle' });
    wasRunning.current = false;
  };
  return (
    <form
      className="sticky bottom-0 flex shrink-0 flex-col gap-2 border-t bg-surface-1 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <TextArea
        label="Note"
        isLabelHidden
        rows={2}
        className="max-h-40 text-16 wide:text-13"
        placeholder="Write a note on this frame"
        maxLength={MAX_COMMENT_LENGTH}
        value={body}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={(event) => sendOnEnter(event, onSend)}
      />
      <div className="flex items-center gap-2">
        <NotePlace playhead={playhead} region={region} onRegion={onRegion} />
        <Button type="submit" size="small" tone="primary" className="ml-auto" disabled={body.trim() === ''}>
          Send note
        </Button>
      </div>
    </form>
  );
}

/** Enter sends, Shift+Enter makes a line; a word that is still being composed (as in Japanese) is left alone. */
export function sendOnEnter(event: KeyboardEvent<HTMLTextAreaElement>, onSend: () => void): void {
  if (event.key === 'Escape') event.currentTarget.blur();
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
  event.preventDefault();
  onSend();
}

function NotePlace({ playhead, region, onRegion }: Pick<NoteComposerProps, 'playhead' | 'region' | 'onRegion'>) {
  const frame = usePlayheadPart(playhead, (state) => state.frame);
  const isStill = usePlayheadPart(playhead, (state) => state.frames <= 1);
  return (
    <span className="flex min-w-0 items-center gap-2 text-11 text-ink-3">
      {!isStill && <span className="font-mono">{formatTimecode(frame, playhead.rate)}</span>}
      {region ? (
        <span className="inline-flex items-center gap-1 text-ink-2">
          <SquareDashed aria-hidden size={12} /> Area
          <IconButton icon={X} label="Remove the area" size="small" onClick={() => onRegion(null)} />
        </span>
      ) : (
        <span className="truncate">Drag on the picture for an area</span>
      )}
    </span>
  );
}

import { formatTimecode } from '@studio/shared/timeline';
import { ArrowLeftToLine, ArrowRightToLine, ListPlus, Maximize, Trash2, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import type { TimelineCommands } from './useTimelineCommands.ts';
import type { CutView } from './useCut.ts';
import type { Zoom } from './useTimelineScale.ts';

export interface TimelineToolbarProps {
  readonly view: CutView;
  readonly zoom: Zoom;
  readonly commands: TimelineCommands;
  readonly children?: ReactNode;
}

/** What can be done with the cut, and how long it is. */
export function TimelineToolbar({ view, zoom, commands, children }: TimelineToolbarProps) {
  const { canEdit, hasSelection } = commands;
  const { readOnlyReason } = useProjectSession();
  const isOff = !canEdit || !hasSelection;
  return (
    <div className="flex h-10 shrink-0 items-center gap-1 overflow-x-auto border-b bg-surface-1 px-2">
      {children}
      <Button
        size="small"
        tone="quiet"
        icon={ListPlus}
        aria-label="Assemble from shots"
        disabled={!canEdit}
        title={canEdit ? undefined : readOnlyReason}
        onClick={commands.assemble}
      >
        <span className="max-wide:hidden">Assemble from shots</span>
      </Button>
      <IconButton
        icon={ArrowLeftToLine}
        size="small"
        label="Trim start to playhead"
        shortcut="["
        disabled={isOff}
        onClick={() => commands.trimHere('in')}
      />
      <IconButton
        icon={ArrowRightToLine}
        size="small"
        label="Trim end to playhead"
        shortcut="]"
        disabled={isOff}
        onClick={() => commands.trimHere('out')}
      />
      <IconButton
        icon={Trash2}
        size="small"
        label="Remove clip"
        shortcut="Del"
        disabled={isOff}
        onClick={commands.remove}
      />
      <span className="ml-auto shrink-0 px-2 font-mono text-12 whitespace-nowrap text-ink-2">
        <span className="font-sans text-ink-3 max-wide:hidden">Length </span>
        {formatTimecode(view.frames, view.cut.rate)}
      </span>
      <IconButton icon={ZoomOut} size="small" label="Zoom out" shortcut="-" onClick={() => zoom.by(1 / 1.5)} />
      <IconButton icon={ZoomIn} size="small" label="Zoom in" shortcut="+" onClick={() => zoom.by(1.5)} />
      <IconButton
        icon={Maximize}
        size="small"
        label="Whole cut"
        shortcut="Shift+1"
        isPressed={zoom.isFitted}
        onClick={zoom.fit}
      />
    </div>
  );
}

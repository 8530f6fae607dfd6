import { ListPlus } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { Playhead } from '../player/playhead.ts';
import { useZoneKeys } from '../player/useZoneKeys.ts';
import { useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { TimelineToolbar } from './TimelineToolbar.tsx';
import { TimelineTrack } from './TimelineTrack.tsx';
import type { CutView } from './useCut.ts';
import { useTimelineCommands } from './useTimelineCommands.ts';
import { useTimelineScale } from './useTimelineScale.ts';

export interface TimelineEditorProps {
  readonly view: CutView;
  readonly playhead: Playhead;
  /** True where the timeline is what the page is about: keys that nothing has the focus for are its own. */
  readonly isMain: boolean;
  /** At the left of the toolbar. */
  readonly controls?: ReactNode;
}

/** The track with its tools. */
export function TimelineEditor({ view, playhead, isMain, controls }: TimelineEditorProps) {
  const { presence } = useProjectSession();
  const zone = useRef<HTMLDivElement>(null);
  const viewport = useRef<HTMLDivElement>(null);
  const zoom = useTimelineScale(view.frames, viewport);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const onSelect = (clipId: string | null) => {
    setSelectedId(clipId);
    presence.show({ selection: clipId === null ? [] : [clipId] });
  };
  const commands = useTimelineCommands({ view, playhead, zoom, selectedId, onSelect });
  useZoneKeys(zone, { isMain, playhead, onKey: commands.onKey });
  return (
    <div ref={zone} tabIndex={-1} className="flex h-full min-h-0 min-w-0 grow flex-col outline-none">
      <TimelineToolbar view={view} zoom={zoom} commands={commands}>
        {controls}
      </TimelineToolbar>
      {view.clips.length === 0 ? (
        <div ref={viewport} className="min-h-0 grow overflow-auto">
          <EmptyState
            icon={ListPlus}
            title="The cut is empty"
            actions={
              commands.canEdit && (
                <Button size="small" onClick={commands.assemble}>
                  Assemble from shots
                </Button>
              )
            }
          >
            Assembling puts every shot in order with its active Take; a shot without one becomes a named gap.
          </EmptyState>
        </div>
      ) : (
        <TimelineTrack
          view={view}
          playhead={playhead}
          zoom={zoom}
          viewport={viewport}
          selectedId={selectedId}
          onSelect={onSelect}
        />
      )}
    </div>
  );
}

import { ListPlus } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Playhead } from '../player/playhead.ts';
import { useZoneKeys } from '../player/useZoneKeys.ts';
import { useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { TimelineToolbar } from './TimelineToolbar.tsx';
import { TimelineTrack } from './TimelineTrack.tsx';
import type { CutView } from './useCut.ts';
import { type TimelineCommands, useTimelineCommands } from './useTimelineCommands.ts';
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
  useEffect(() => {
    if (selectedId === null) return undefined;
    presence.show({ selection: [selectedId] });
    return () => presence.show({ selection: [] });
  }, [presence, selectedId]);
  const commands = useTimelineCommands({ view, playhead, zoom, selectedId, onSelect: setSelectedId });
  useZoneKeys(zone, { isMain, playhead, onKey: commands.onKey });
  return (
    <div ref={zone} tabIndex={-1} className="flex h-full min-h-0 min-w-0 grow flex-col outline-none">
      <TimelineToolbar view={view} zoom={zoom} commands={commands}>
        {controls}
      </TimelineToolbar>
      {/* One window for both, so that its width stays measured when the first clip comes. */}
      <div ref={viewport} className="relative min-h-0 grow overflow-x-auto overflow-y-hidden bg-ground">
        {view.clips.length === 0 ? (
          <EmptyCut commands={commands} />
        ) : (
          <TimelineTrack
            view={view}
            playhead={playhead}
            zoom={zoom}
            viewport={viewport}
            selectedId={selectedId}
            onSelect={setSelectedId}
          />
        )}
      </div>
    </div>
  );
}

function EmptyCut({ commands }: { readonly commands: TimelineCommands }) {
  return (
    <div className="flex h-full items-center justify-center gap-4 px-4 text-13 text-ink-2">
      <p className="max-w-md">
        <span className="font-medium text-ink">The cut is empty.</span> Assembling puts every shot in order with its
        active Take; a shot without one becomes a named gap.
      </p>
      {commands.canEdit && (
        <Button size="small" icon={ListPlus} onClick={commands.assemble}>
          Assemble the cut
        </Button>
      )}
    </div>
  );
}

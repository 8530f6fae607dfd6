import { CutPlayer } from '../player/CutPlayer.tsx';
import { TransportBar } from '../player/TransportBar.tsx';
import { useMeta } from '../sync/useProject.tsx';
import { TimecodeField } from './TimecodeField.tsx';
import { TimelineEditor } from './TimelineEditor.tsx';
import { useCut } from './useCut.ts';
import { useCutPlayhead } from './useCutPlayhead.ts';

/** The cut at the bottom of every other view: a small monitor and the track. */
export function TimelineDock() {
  const view = useCut();
  const playhead = useCutPlayhead(view.frames, view.cut.rate);
  const { width, height } = useMeta();
  return (
    <section aria-label="Timeline" className="grid h-full min-h-0 grid-cols-[320px_minmax(0,1fr)] bg-surface-1">
      <div className="flex min-h-0 flex-col border-r bg-ground">
        <CutPlayer programme={view.programme} playhead={playhead} width={width} height={height} />
        <div className="px-1">
          <TransportBar
            playhead={playhead}
            isCompact
            timecode={<TimecodeField playhead={playhead} startFrames={view.cut.startTimecodeFrames} />}
          />
        </div>
      </div>
      <TimelineEditor view={view} playhead={playhead} isMain={false} />
    </section>
  );
}

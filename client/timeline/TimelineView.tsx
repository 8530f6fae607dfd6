import type { TakeRow } from '@studio/shared/document';
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { CutPlayer } from '../player/CutPlayer.tsx';
import type { Playhead } from '../player/playhead.ts';
import { TakePlayer } from '../player/TakePlayer.tsx';
import { TransportBar } from '../player/TransportBar.tsx';
import { usePlayhead } from '../player/usePlayhead.ts';
import { useZoneKeys } from '../player/useZoneKeys.ts';
import { useMeta } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { FilmPanel } from './FilmPanel.tsx';
import { TimecodeField } from './TimecodeField.tsx';
import { TimelineEditor } from './TimelineEditor.tsx';
import { type CutView, useCut } from './useCut.ts';
import { useCutPlayhead } from './useCutPlayhead.ts';

/** The cut: played on top, edited below, rendered at the right. */
export function TimelineView() {
  const view = useCut();
  const playhead = useCutPlayhead(view.frames, view.cut.rate);
  const [film, setFilm] = useState<TakeRow | null>(null);
  return (
    <section
      aria-label="Timeline"
      className="flex h-full min-h-0 flex-col overflow-auto desk:grid desk:grid-cols-[minmax(0,1fr)_300px] desk:grid-rows-[minmax(0,1fr)_178px] desk:overflow-hidden"
    >
      <div className="flex h-[calc(56.25vw+44px)] min-h-0 min-w-0 shrink-0 flex-col desk:h-auto">
        {film ? (
          <FilmPlayer key={film.id} film={film} onClose={() => setFilm(null)} />
        ) : (
          <CutMonitor view={view} playhead={playhead} />
        )}
      </div>
      <div className="order-last min-h-0 min-w-0 border-t desk:order-none desk:grid desk:grid-cols-1 desk:border-t-0 desk:border-l">
        <FilmPanel view={view} onPlay={setFilm} />
      </div>
      <div className="h-[178px] min-h-0 min-w-0 shrink-0 border-t desk:col-span-2 desk:h-auto">
        <TimelineEditor view={view} playhead={playhead} isMain={film === null} />
      </div>
    </section>
  );
}

function CutMonitor({ view, playhead }: { readonly view: CutView; readonly playhead: Playhead }) {
  const { width, height } = useMeta();
  const zone = useRef<HTMLDivElement>(null);
  useZoneKeys(zone, { isMain: false, playhead });
  return (
    <div ref={zone} className="flex min-h-0 grow flex-col">
      <CutPlayer programme={view.programme} playhead={playhead} width={width} height={height} />
      <div className="px-3">
        <TransportBar
          playhead={playhead}
          timecode={<TimecodeField playhead={playhead} startFrames={view.cut.startTimecodeFrames} />}
        />
      </div>
    </div>
  );
}

function FilmPlayer({ film, onClose }: { readonly film: TakeRow; readonly onClose: () => void }) {
  const playhead = usePlayhead(film.id, film.frames, film.rate);
  const zone = useRef<HTMLDivElement>(null);
  useZoneKeys(zone, { isMain: true, playhead });
  useEffect(() => playhead.runFrom(0, 1), [playhead]);
  return (
    <div ref={zone} className="flex min-h-0 grow flex-col">
      <TakePlayer
        take={film}
        playhead={playhead}
        controls={
          <>
            <span className="truncate font-mono text-12 text-ink-2 max-wide:hidden">{film.name}</span>
            <Button size="small" icon={X} onClick={onClose}>
              Back to the cut
            </Button>
          </>
        }
      />
    </div>
  );
}

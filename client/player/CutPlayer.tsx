import { type Cut, findEventAt } from '@studio/shared/timeline';
import { useEffect, useRef } from 'react';
import { CutEngine, type CutProgramme } from './cutEngine.ts';
import { CutSlot } from './cutSlot.ts';
import { PictureFrame } from './PictureFrame.tsx';
import type { Playhead } from './playhead.ts';
import { usePlayheadPart } from './usePlayhead.ts';

export interface CutPlayerProps {
  readonly programme: CutProgramme;
  readonly playhead: Playhead;
  readonly width: number;
  readonly height: number;
}

const LAYER = 'absolute inset-0 size-full object-contain';

/** The film from its cut, without a break between clips; a gap says what is missing. */
export function CutPlayer({ programme, playhead, width, height }: CutPlayerProps) {
  const stage = useCutStage(programme, playhead);
  const problem = usePlayheadPart(playhead, (state) => state.problem);
  return (
    <PictureFrame width={width} height={height}>
      <div ref={stage} className="absolute inset-0">
        {[0, 1].map((slot) => (
          <div key={slot} data-slot={slot} className="contents">
            <video className={LAYER} preload="auto" playsInline disablePictureInPicture tabIndex={-1} />
            <img className={LAYER} alt="" />
          </div>
        ))}
      </div>
      <GapNotice programme={programme} playhead={playhead} />
      {problem !== '' && (
        <p role="alert" className="absolute inset-x-0 bottom-0 z-10 bg-scrim px-3 py-2 text-13 text-white">
          {problem}
        </p>
      )}
    </PictureFrame>
  );
}

function useCutStage(programme: CutProgramme, playhead: Playhead) {
  const stage = useRef<HTMLDivElement>(null);
  const latest = useRef(programme);
  useEffect(() => {
    latest.current = programme;
    playhead.redraw();
  }, [programme, playhead]);
  const { rate } = programme.cut;
  useEffect(() => {
    const slots = [...(stage.current?.querySelectorAll('[data-slot]') ?? [])].flatMap((box) => {
      const [video, image] = [box.querySelector('video'), box.querySelector('img')];
      return video && image ? [new CutSlot(video, image, rate)] : [];
    });
    const reports = {
      arrive: (frame: number) => playhead.arrive(frame),
      fail: (problem: string) => playhead.fail(problem),
    };
    return playhead.attach(new CutEngine(slots, () => latest.current, reports));
  }, [playhead, rate]);
  return stage;
}

function GapNotice({ programme, playhead }: Pick<CutPlayerProps, 'programme' | 'playhead'>) {
  const label = usePlayheadPart(playhead, (state) => gapLabel(programme.cut, state.frame));
  if (label === null) return null;
  return (
    <p className="absolute inset-0 flex items-center justify-center bg-black px-4 text-center text-13 text-[#b8b8b8]">
      {label}
    </p>
  );
}

function gapLabel(cut: Cut, frame: number): string | null {
  if (cut.events.length === 0) return 'The film plays here.';
  const event = findEventAt(cut, frame);
  return event?.kind === 'gap' ? event.clipName : null;
}

import type { ReactNode } from 'react';
import { mediaUrl } from '../ui/mediaSource.ts';
import { filmstripStyle } from './filmstripCell.ts';
import { PictureFrame } from './PictureFrame.tsx';
import type { Playhead } from './playhead.ts';
import { ScrubBar, type ScrubMark } from './ScrubBar.tsx';
import { type PlayableTake, TakePicture } from './TakePicture.tsx';
import { TransportBar } from './TransportBar.tsx';
import { usePlayheadPart } from './usePlayhead.ts';

export interface TakePlayerProps {
  readonly take: PlayableTake;
  readonly playhead: Playhead;
  readonly marks?: readonly ScrubMark[];
  readonly onMark?: (id: string) => void;
  /** Lies exactly on the picture. */
  readonly overlay?: ReactNode;
  /** At the right end of the transport. */
  readonly controls?: ReactNode;
}

/** One Take to look at frame by frame. Its keys come from the zone it stands in. */
export function TakePlayer({ take, playhead, marks = [], onMark, overlay, controls }: TakePlayerProps) {
  const problem = usePlayheadPart(playhead, (state) => state.problem);
  const { filmstrip } = take;
  const pictureAt = filmstrip
    ? (frame: number) => filmstripStyle(filmstrip, mediaUrl(filmstrip.sha256), frame, take.frames)
    : undefined;
  return (
    <div className="flex min-h-0 min-w-0 grow basis-0 flex-col">
      <PictureFrame width={take.width} height={take.height}>
        <TakePicture take={take} playhead={playhead} />
        {overlay}
        {problem !== '' && (
          <p role="alert" className="absolute inset-x-0 bottom-0 bg-scrim px-3 py-2 text-13 text-white">
            {problem}
          </p>
        )}
      </PictureFrame>
      <div className="shrink-0 px-3 pt-1">
        {take.frames > 1 && (
          <ScrubBar playhead={playhead} marks={marks} pictureAt={pictureAt} {...(onMark ? { onMark } : {})} />
        )}
        <TransportBar playhead={playhead}>{controls}</TransportBar>
      </div>
    </div>
  );
}

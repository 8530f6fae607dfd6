import type { TakeRow } from '@studio/shared/document';
import { useEffect } from 'react';
import { PictureFrame } from '../player/PictureFrame.tsx';
import type { Playhead } from '../player/playhead.ts';
import { TakePicture } from '../player/TakePicture.tsx';
import { usePlayhead, usePlayheadPart } from '../player/usePlayhead.ts';
import { classNames } from '../ui/classNames.ts';
import { linkPlayheads } from './linkPlayheads.ts';

/** The other Take beside the one on screen, always on the same frame. */
export function ComparedTake({ take, leader }: { readonly take: TakeRow; readonly leader: Playhead }) {
  const playhead = usePlayhead(take.id, take.frames, take.rate);
  useEffect(() => linkPlayheads(leader, playhead), [leader, playhead]);
  const frame = usePlayheadPart(playhead, (state) => state.frame);
  const isLeaderStill = usePlayheadPart(leader, (state) => state.frames <= 1);
  return (
    <figure className="flex min-h-0 min-w-0 grow basis-0 flex-col wide:outline wide:outline-line">
      <PictureFrame width={take.width} height={take.height}>
        <TakePicture take={take} playhead={playhead} />
      </PictureFrame>
      {/* As high as what stands below the leader's picture, so that both pictures stand at one height. */}
      <figcaption
        className={classNames(
          'flex shrink-0 items-start gap-3 px-3 py-3 font-mono text-12 wide:items-end',
          isLeaderStill ? 'h-11' : 'h-[72px]',
        )}
      >
        <span className="truncate text-ink">{take.name}</span>
        {take.frames > 1 && <span className="text-ink-3">{frame}</span>}
      </figcaption>
    </figure>
  );
}

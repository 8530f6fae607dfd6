import type { Playhead } from '../player/playhead.ts';
import { TakePlayer } from '../player/TakePlayer.tsx';
import type { PlayableTake } from '../player/TakePicture.tsx';
import { RegionOverlay } from './RegionOverlay.tsx';
import type { ReviewWork } from './useReviewWork.ts';

export interface ReviewedPictureProps {
  readonly take: PlayableTake;
  readonly playhead: Playhead;
  readonly work: ReviewWork;
  readonly canWrite: boolean;
}

/** A Take's player with its notes on the picture and on the scrub bar. A drag on the picture marks an area. */
export function ReviewedPicture({ take, playhead, work, canWrite }: ReviewedPictureProps) {
  const onDraw: typeof work.setRegion = (region) => {
    playhead.pause();
    work.setRegion(region);
  };
  return (
    <TakePlayer
      take={take}
      playhead={playhead}
      marks={work.marks}
      onMark={(id) => {
        const note = work.notes.find((candidate) => candidate.thread.id === id);
        if (note) work.selectNote(note);
      }}
      overlay={
        <RegionOverlay
          regions={work.regions}
          draft={work.region}
          canDraw={canWrite}
          onDraw={onDraw}
          onPress={() => playhead.act({ kind: 'shuttle', key: 'toggle' })}
        />
      }
    />
  );
}

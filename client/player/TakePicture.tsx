import type { Filmstrip, TakeRow } from '@studio/shared/document';
import { useEffect, useRef } from 'react';
import { mediaUrl } from '../ui/mediaSource.ts';
import type { Playhead } from './playhead.ts';
import { VideoEngine } from './videoEngine.ts';

/** What a player needs of a Take; a guest's Take has no filmstrip. */
export interface PlayableTake
  extends Pick<TakeRow, 'id' | 'name' | 'kind' | 'media' | 'thumbnail' | 'width' | 'height' | 'frames' | 'rate'> {
  readonly filmstrip?: Filmstrip | null;
}

export interface TakePictureProps {
  readonly take: PlayableTake;
  readonly playhead: Playhead;
}

/** The picture of a Take at its playhead: a still, or a video that shows the exact frame. */
export function TakePicture({ take, playhead }: TakePictureProps) {
  if (take.kind === 'image') {
    return <img src={mediaUrl(take.media.sha256)} alt={take.name} className="size-full object-contain" />;
  }
  return <TakeVideo key={take.id} take={take} playhead={playhead} />;
}

function TakeVideo({ take, playhead }: TakePictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const reports = {
      arrive: (frame: number) => playhead.arrive(frame),
      fail: (problem: string) => playhead.fail(problem),
    };
    return playhead.attach(new VideoEngine(element, playhead.rate, reports));
  }, [playhead]);
  return (
    <video
      ref={video}
      src={mediaUrl(take.media.sha256)}
      poster={mediaUrl(take.thumbnail.sha256)}
      preload="auto"
      playsInline
      disablePictureInPicture
      aria-label={take.name}
      className="size-full object-contain"
    />
  );
}

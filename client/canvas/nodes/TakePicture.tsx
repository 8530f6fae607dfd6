import type { TakeRow } from '@studio/shared/document';
import { useState, type PointerEvent, type ReactNode } from 'react';
import { filmstripStyle } from '../../player/filmstripCell.ts';
import { mediaUrl } from '../../ui/mediaSource.ts';

export interface TakePictureProps {
  readonly take: TakeRow | undefined;
  /** The newest preview frame of a run under way; it stands over the Take. */
  readonly preview?: string | undefined;
  /** What stands here while there is no Take. */
  readonly empty: ReactNode;
  /** Marks over the picture. */
  readonly children?: ReactNode;
}

/** A Take as the face of its node. Moving over a clip scrubs its filmstrip. */
export function TakePicture({ take, preview, empty, children }: TakePictureProps) {
  const [fraction, setFraction] = useState<number>();
  const strip = take?.filmstrip;
  function scrub(event: PointerEvent<HTMLDivElement>): void {
    if (!strip || event.pointerType !== 'mouse' || event.buttons !== 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    setFraction(Math.max(0, Math.min(0.999, (event.clientX - box.left) / box.width)));
  }
  const isScrubbing = strip && fraction !== undefined && preview === undefined;
  return (
    <div
      className="relative aspect-video w-full shrink-0 overflow-hidden bg-picture"
      onPointerMove={scrub}
      onPointerLeave={() => setFraction(undefined)}
    >
      {take ? (
        <img
          src={preview ?? mediaUrl(take.thumbnail.sha256)}
          alt={preview === undefined ? take.name : `Preview of the run in ${take.name}'s slot`}
          draggable={false}
          loading="lazy"
          className="absolute inset-0 size-full object-contain"
        />
      ) : (
        (preview !== undefined && (
          <img
            src={preview}
            alt="Preview of the run"
            draggable={false}
            className="absolute inset-0 size-full object-contain"
          />
        )) ||
        empty
      )}
      {isScrubbing && <StripFrame take={take} fraction={fraction} />}
      {children}
    </div>
  );
}

function StripFrame({ take, fraction }: { readonly take: TakeRow; readonly fraction: number }) {
  const { filmstrip, frames } = take;
  if (!filmstrip) return null;
  const style = filmstripStyle(filmstrip, mediaUrl(filmstrip.sha256), Math.floor(fraction * frames), frames);
  return (
    <>
      <div aria-hidden className="absolute inset-0" style={style} />
      <div aria-hidden className="absolute inset-y-0 w-px bg-ink" style={{ left: `${fraction * 100}%` }} />
    </>
  );
}

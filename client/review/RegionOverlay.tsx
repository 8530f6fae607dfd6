import type { Region } from '@studio/shared/document';
import { type PointerEvent, useState } from 'react';
import { classNames } from '../ui/classNames.ts';
import { type PicturePoint, picturePoint, regionBetween } from './regionDrag.ts';

export interface RegionOverlayProps {
  /** Rectangles of the notes on this frame. */
  readonly regions: readonly Region[];
  /** The rectangle of the note that is being written. */
  readonly draft: Region | null;
  readonly canDraw: boolean;
  readonly onDraw: (region: Region) => void;
  /** A click on the picture that drew nothing. */
  readonly onPress: () => void;
}

/** Lies on the picture: shows the areas of notes, and takes a drag as the area of the next one. */
export function RegionOverlay({ regions, draft, canDraw, onDraw, onPress }: RegionOverlayProps) {
  const [drag, setDrag] = useState<{ readonly from: PicturePoint; readonly to: PicturePoint } | null>(null);
  const pointOf = (event: PointerEvent<HTMLElement>) =>
    picturePoint(event, event.currentTarget.getBoundingClientRect());
  const drawn = drag ? (regionBetween(drag.from, drag.to) ?? null) : draft;
  const onUp = () => {
    if (!drag) return;
    setDrag(null);
    const region = regionBetween(drag.from, drag.to);
    if (region && canDraw) onDraw(region);
    else onPress();
  };
  return (
    <div
      className={classNames('absolute inset-0 touch-pan-y', canDraw && 'cursor-crosshair')}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const point = pointOf(event);
        setDrag({ from: point, to: point });
      }}
      onPointerMove={(event) => drag && setDrag({ from: drag.from, to: pointOf(event) })}
      onPointerUp={onUp}
      onPointerCancel={() => setDrag(null)}
    >
      {regions.map((region) => (
        <RegionBox key={`${region.x} ${region.y} ${region.width} ${region.height}`} region={region} isDraft={false} />
      ))}
      {canDraw && drawn && <RegionBox region={drawn} isDraft />}
    </div>
  );
}

/** White inside black: seen on any picture, and no colour of its own to judge the picture by. */
function RegionBox({ region, isDraft }: { readonly region: Region; readonly isDraft: boolean }) {
  const percent = (fraction: number) => `${fraction * 100}%`;
  return (
    <span
      className={classNames(
        'pointer-events-none absolute rounded-[2px] border-2 border-white outline outline-black/70',
        isDraft && 'border-dashed',
      )}
      style={{
        left: percent(region.x),
        top: percent(region.y),
        width: percent(region.width),
        height: percent(region.height),
      }}
    />
  );
}

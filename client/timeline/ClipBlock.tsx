import type { TakeRow } from '@studio/shared/document';
import { type CutEvent, formatTimecode, type Rate } from '@studio/shared/timeline';
import { type CSSProperties, memo, type PointerEvent } from 'react';
import { usePeopleOn } from '../canvas/usePeopleOn.ts';
import { filmstripStyle } from '../player/filmstripCell.ts';
import { takeFrameAt } from '../player/frameMath.ts';
import { AvatarStack } from '../ui/AvatarStack.tsx';
import { classNames } from '../ui/classNames.ts';
import { mediaUrl } from '../ui/mediaSource.ts';
import type { TrimEdge } from './trimming.ts';

export interface ClipBlockProps {
  readonly event: CutEvent;
  readonly name: string;
  readonly take: TakeRow | undefined;
  readonly rate: Rate;
  readonly left: number;
  readonly width: number;
  readonly isSelected: boolean;
  readonly isDragged: boolean;
  readonly canEdit: boolean;
  readonly onPress: (event: PointerEvent<HTMLElement>, clipId: string) => void;
  readonly onTrimPress: (event: PointerEvent<HTMLElement>, clipId: string, edge: TrimEdge) => void;
}

/** A clip on the track: its pictures, name and length; handles at both ends trim it. A gap is hollow. */
export const ClipBlock = memo(function ClipBlock(props: ClipBlockProps) {
  const { event, name, take, rate, left, width, isSelected, isDragged, canEdit } = props;
  const frames = event.recordOutFrames - event.recordInFrames;
  const isGap = event.kind === 'gap';
  return (
    <div
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-label={`${name}${isGap ? ', no Take' : ''}, ${frames} frames`}
      data-clip={event.id}
      onPointerDown={(press) => props.onPress(press, event.id)}
      className={classNames(
        'absolute inset-y-0 overflow-hidden rounded-sm border touch-none select-none',
        isGap ? 'border-dashed border-line-strong bg-transparent' : 'border-ground bg-surface-3',
        isSelected && 'z-10 border-solid border-ink outline outline-ink',
        isDragged && 'opacity-50',
      )}
      style={{ left, width: Math.max(2, width) }}
    >
      {take && <ClipPictures event={event} take={take} rate={rate} width={width} />}
      {event.transition.kind === 'dissolve' && (
        <DissolveMark frames={event.transition.frames} width={(event.transition.frames / frames) * width} />
      )}
      <div
        className={classNames(
          'absolute inset-x-0 bottom-0 flex h-5 items-center gap-2 px-1.5 text-11 whitespace-nowrap',
          isGap ? 'text-ink-2' : 'bg-surface-2 text-ink',
        )}
      >
        <span className="truncate">{isGap ? `No Take · ${name}` : name}</span>
        {width > 150 && <span className="ml-auto font-mono text-ink-3">{formatTimecode(frames, rate).slice(3)}</span>}
      </div>
      <PeopleOnClip clipId={event.id} />
      {canEdit && width > 24 && (
        <>
          <TrimHandle edge="in" name={name} onPress={(press) => props.onTrimPress(press, event.id, 'in')} />
          <TrimHandle edge="out" name={name} onPress={(press) => props.onTrimPress(press, event.id, 'out')} />
        </>
      )}
    </div>
  );
});

/** Who else is on this clip: their colour along its top, and their initials. */
function PeopleOnClip({ clipId }: { readonly clipId: string }) {
  const people = usePeopleOn(clipId);
  const [first] = people;
  if (!first) return null;
  return (
    <span
      className="pointer-events-none absolute inset-x-0 top-0 flex justify-end border-t-2 p-0.5"
      style={{ borderColor: first.color }}
    >
      <AvatarStack people={people} max={3} size="tiny" />
    </span>
  );
}

interface ClipPicturesProps {
  readonly event: CutEvent;
  readonly take: TakeRow;
  readonly rate: Rate;
  readonly width: number;
}

/** As many pictures of the Take as fit at their own shape, each of the frame that stands there. */
function ClipPictures({ event, take, rate, width }: ClipPicturesProps) {
  const height = 52;
  const cell = (height * take.width) / take.height;
  const count = Math.max(1, Math.min(40, Math.ceil(width / cell)));
  const frames = event.recordOutFrames - event.recordInFrames;
  const styleAt = (place: number): CSSProperties => {
    const { filmstrip, thumbnail } = take;
    const at = event.sourceInFrames + Math.floor((place / count) * frames);
    if (!filmstrip) return { backgroundImage: `url(${mediaUrl(thumbnail.sha256)})`, backgroundSize: 'cover' };
    return filmstripStyle(filmstrip, mediaUrl(filmstrip.sha256), takeFrameAt(at, rate, take), take.frames);
  };
  return (
    <div aria-hidden className="flex h-full bg-black pb-5">
      {Array.from({ length: count }, (_, place) => (
        <span key={place} className="h-full shrink-0" style={{ width: cell, ...styleAt(place) }} />
      ))}
    </div>
  );
}

function DissolveMark({ frames, width }: { readonly frames: number; readonly width: number }) {
  return (
    <svg
      role="img"
      aria-label={`Dissolve of ${frames} frames`}
      className="pointer-events-none absolute top-0 left-0 h-[calc(100%-20px)] text-white"
      style={{ width }}
      viewBox="0 0 10 10"
      preserveAspectRatio="none"
    >
      <path d="M0 10 L10 0" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" fill="none" />
      <path d="M0 10 L10 0 L10 10 Z" fill="currentColor" opacity="0.2" />
    </svg>
  );
}

interface TrimHandleProps {
  readonly edge: TrimEdge;
  readonly name: string;
  readonly onPress: (event: PointerEvent<HTMLElement>) => void;
}

function TrimHandle({ edge, name, onPress }: TrimHandleProps) {
  return (
    <span
      title={`Trim the ${edge === 'in' ? 'start' : 'end'} of ${name}`}
      onPointerDown={onPress}
      className={classNames('group absolute inset-y-0 w-2 cursor-ew-resize', edge === 'in' ? 'left-0' : 'right-0')}
    >
      <span
        className={classNames(
          'absolute inset-y-0 w-[3px] bg-ink opacity-0 group-hover:opacity-100',
          edge === 'in' ? 'left-0' : 'right-0',
        )}
      />
    </span>
  );
}

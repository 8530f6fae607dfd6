import type { TakeRow } from '@studio/shared/document';
import { Film, Image } from 'lucide-react';
import { useRef } from 'react';
import { filmstripStyle } from '../player/filmstripCell.ts';
import { frameAtPixel } from '../player/frameMath.ts';
import { Badge } from '../ui/Badge.tsx';
import { classNames } from '../ui/classNames.ts';
import { mediaUrl } from '../ui/mediaSource.ts';

export interface TakeCardProps {
  readonly take: TakeRow;
  /** The key that shows it, 1 to 9. */
  readonly shortcut: number | null;
  readonly isActive: boolean;
  readonly isShown: boolean;
  readonly isCompared: boolean;
  readonly onShow: () => void;
  /** Shift and a click put it beside the one on screen. */
  readonly onCompare: () => void;
}

/** A Take in the gallery. Moving over it runs through its frames; amber marks the active one. */
export function TakeCard({ take, shortcut, isActive, isShown, isCompared, onShow, onCompare }: TakeCardProps) {
  const Kind = take.kind === 'image' ? Image : Film;
  return (
    <li className="shrink-0">
      <button
        type="button"
        aria-label={`${take.name}${isActive ? ', active' : ''}`}
        aria-pressed={isShown}
        data-zone-keys="main"
        title="Shift and click to compare"
        onClick={(event) => (event.shiftKey ? onCompare() : onShow())}
        className={classNames(
          'block w-36 overflow-hidden rounded border text-left',
          isActive && 'border-accent',
          !isActive && (isShown ? 'border-ink-2' : 'border-line hover:border-line-strong'),
          isShown ? 'bg-surface-3' : 'bg-surface-1',
        )}
      >
        <span className="relative block">
          <TakeThumbnail take={take} />
          {isActive && (
            <Badge tone="active" className="absolute top-1 left-1">
              Active
            </Badge>
          )}
          {isCompared && <Badge className="absolute top-1 right-1">B</Badge>}
        </span>
        <span className="flex h-7 items-center gap-1.5 px-2 text-12">
          <span className="font-mono text-ink">take{String(take.number).padStart(2, '0')}</span>
          <Kind aria-hidden size={12} className="shrink-0 text-ink-3" />
          <span className="truncate text-11 text-ink-3">{take.madeBy.name}</span>
          {shortcut !== null && <kbd className="ml-auto font-mono text-11 text-ink-3">{shortcut}</kbd>}
        </span>
      </button>
    </li>
  );
}

/** The thumbnail; a pointer that moves over it runs through the filmstrip without drawing React again. */
function TakeThumbnail({ take }: { readonly take: TakeRow }) {
  const strip = useRef<HTMLSpanElement>(null);
  const { filmstrip, frames } = take;
  return (
    <span
      className="relative block h-[81px] w-full bg-black"
      onPointerMove={(event) => {
        if (!strip.current || !filmstrip || event.pointerType === 'touch') return;
        const box = event.currentTarget.getBoundingClientRect();
        const frame = frameAtPixel(event.clientX - box.left, box.width, frames);
        Object.assign(strip.current.style, filmstripStyle(filmstrip, mediaUrl(filmstrip.sha256), frame, frames));
        strip.current.style.visibility = 'visible';
      }}
      onPointerLeave={() => {
        if (strip.current) strip.current.style.visibility = 'hidden';
      }}
    >
      <img src={mediaUrl(take.thumbnail.sha256)} alt="" decoding="async" className="size-full object-contain" />
      <span ref={strip} className="invisible absolute inset-0" />
    </span>
  );
}

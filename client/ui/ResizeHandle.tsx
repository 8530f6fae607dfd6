import type { KeyboardEvent, PointerEvent } from 'react';
import { classNames } from './classNames.ts';

export interface ResizeHandleProps {
  readonly label: string;
  /** `left` of a panel at the right, `top` of a panel at the bottom. */
  readonly edge: 'left' | 'top';
  /** The panel's size in pixels. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (size: number) => void;
}

const STEP = 16;

/** The edge of a panel that drags it larger or smaller; arrows do the same. */
export function ResizeHandle({ label, edge, size, min, max, onResize }: ResizeHandleProps) {
  const resize = (next: number) => onResize(Math.round(Math.max(min, Math.min(max, next))));
  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    const handle = event.currentTarget;
    const start = edge === 'left' ? event.clientX : event.clientY;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) =>
      resize(size + start - (edge === 'left' ? moved.clientX : moved.clientY));
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    });
  }
  function onKeyDown(event: KeyboardEvent): void {
    const larger = edge === 'left' ? 'ArrowLeft' : 'ArrowUp';
    const smaller = edge === 'left' ? 'ArrowRight' : 'ArrowDown';
    if (event.key !== larger && event.key !== smaller) return;
    event.preventDefault();
    resize(size + (event.key === larger ? STEP : -STEP));
  }
  return (
    <div
      role="separator"
      aria-label={label}
      aria-orientation={edge === 'left' ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      className={classNames(
        'absolute z-10 touch-none hover:bg-line-strong focus-visible:bg-ink',
        edge === 'left' ? 'inset-y-0 -left-1 w-[7px] cursor-col-resize' : 'inset-x-0 -top-1 h-[7px] cursor-row-resize',
      )}
    />
  );
}

import { type RefObject, useEffect, useState } from 'react';
import { clampScale, fitScale, type TimelineScale } from './layout.ts';

/** The zoom of a timeline: the whole film until somebody zooms. */
export interface Zoom {
  readonly scale: TimelineScale;
  /** The width of the window onto the track, in pixels. */
  readonly width: number;
  readonly isFitted: boolean;
  readonly by: (factor: number) => void;
  readonly fit: () => void;
}

/** Zooms a timeline; `viewport` is what scrolls. Zooming keeps the frame in the middle where it is. */
export function useTimelineScale(frames: number, viewport: RefObject<HTMLElement | null>): Zoom {
  const [width, setWidth] = useState(900);
  const [chosen, setChosen] = useState<number | null>(null);
  useEffect(() => {
    const element = viewport.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [viewport]);
  const scale = chosen === null ? fitScale(frames, width) : clampScale(chosen);
  const by = (factor: number) => {
    const next = clampScale(scale.pixelsPerFrame * factor);
    setChosen(next.pixelsPerFrame);
    const element = viewport.current;
    if (!element) return;
    const middle = element.scrollLeft + element.clientWidth / 2;
    const grown = next.pixelsPerFrame / scale.pixelsPerFrame;
    requestAnimationFrame(() => element.scrollTo({ left: middle * grown - element.clientWidth / 2 }));
  };
  return { scale, width, isFitted: chosen === null, by, fit: () => setChosen(null) };
}

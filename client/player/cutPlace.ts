import type { Rate } from '@studio/shared/timeline';

/** A Take as the cut player draws it. */
export interface CutMedium {
  readonly url: string;
  readonly isStill: boolean;
  readonly frames: number;
  readonly rate: Rate;
}

/** A place that draws one clip at a time; two of them make a cut without a break. Frames count at the cut's rate. */
export interface CutPlace {
  readonly clipId: string | null;
  /** True when the picture that was asked for is there. */
  readonly isReady: boolean;
  /** The frame that the running picture drew last; null for a still, or before the first. */
  readonly drawnFrame: number | null;
  load(clipId: string, medium: CutMedium): void;
  stand(sourceFrame: number): void;
  run(speed: number, onRefused: () => void): void;
  show(opacity: number, level: number): void;
  hide(): void;
  dispose(): void;
}

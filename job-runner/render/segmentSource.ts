import type { MediaProbe } from '../media/probeMedia.ts';

/** A medium ready to be rendered from: the file, the hash of its content and what it is. */
export type RenderMedium = { readonly file: string; readonly sha256: string; readonly probe: MediaProbe };

/** A layer whose reel has been found; medium null is black and silent. */
export type SourceLayer = { readonly medium: RenderMedium | null; readonly fromFrame: number };

/** A segment ready to be rendered: frame counts at the rate of the film, `samples` at 48 kHz. */
export type SegmentSource = {
  readonly startFrame: number;
  readonly frames: number;
  readonly samples: number;
  readonly layers: readonly SourceLayer[];
};

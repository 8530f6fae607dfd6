import type { ReactNode } from 'react';

export interface PictureFrameProps {
  /** The picture's size in pixels: its shape, not how large it is drawn. */
  readonly width: number;
  readonly height: number;
  readonly children: ReactNode;
}

/** The largest box of the picture's shape that fits; what is laid over the picture lies exactly on it. */
export function PictureFrame({ width, height, children }: PictureFrameProps) {
  return (
    <div className="@container-size flex min-h-0 min-w-0 grow items-center justify-center">
      <div
        className="relative overflow-hidden bg-black"
        style={{ width: `min(100cqw, 100cqh * ${width / height})`, aspectRatio: `${width} / ${height}` }}
      >
        {children}
      </div>
    </div>
  );
}

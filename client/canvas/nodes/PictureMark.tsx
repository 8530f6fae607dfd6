import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface PictureMarkProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly children: ReactNode;
}

/** A count over a picture: readable on any frame. */
export function PictureMark({ icon: Icon, label, children }: PictureMarkProps) {
  return (
    <span
      title={label}
      className="inline-flex h-[18px] items-center gap-1 rounded-sm bg-black/75 px-1.5 text-11 leading-none font-medium text-white"
    >
      <Icon aria-hidden size={11} strokeWidth={2} />
      {children}
      <span className="sr-only">{label}</span>
    </span>
  );
}

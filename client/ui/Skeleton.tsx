import { classNames } from './classNames.ts';

/** The reserved place of something that is on its way; give it the size of what will stand there. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames('block animate-[skeleton_1.6s_ease-in-out_infinite] rounded-sm bg-surface-3', className)}
    />
  );
}

import { Check, CirclePause, CloudOff, HardDrive, LoaderCircle, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { SyncBadgeState } from '../sync/syncBadge.ts';
import { useSyncBadge } from '../sync/useProject.tsx';
import { classNames } from '../ui/classNames.ts';
import { Tooltip } from '../ui/Tooltip.tsx';

const MARKS: { readonly [kind in SyncBadgeState['kind']]: LucideIcon } = {
  saved: Check,
  saving: LoaderCircle,
  connecting: LoaderCircle,
  offline: CloudOff,
  'back-online': Check,
  'storage-full': HardDrive,
  paused: CirclePause,
  refused: TriangleAlert,
};

/** Whether my work is safe, in words; a phone shows its mark alone, and the sentence on a tap. */
export function SyncBadge() {
  return <SyncBadgeFace badge={useSyncBadge()} />;
}

/** The face of the badge, for the bar and for the page of primitives. */
export function SyncBadgeFace({ badge }: { readonly badge: SyncBadgeState }) {
  const Mark = MARKS[badge.kind];
  const isTurning = badge.kind === 'saving' || badge.kind === 'connecting';
  const isTrouble = badge.kind === 'refused' || badge.kind === 'storage-full';
  return (
    <Tooltip label={badge.text}>
      <div
        role="status"
        tabIndex={0}
        aria-label={badge.text}
        className={classNames(
          'flex h-7 min-w-0 items-center gap-1.5 rounded px-2 text-12',
          isTrouble ? 'text-danger' : 'text-ink-2',
        )}
      >
        <Mark
          aria-hidden
          size={14}
          strokeWidth={1.75}
          className={classNames('shrink-0', isTurning && 'animate-[turn_1.2s_linear_infinite]')}
        />
        <span className="truncate max-wide:sr-only">{badge.text}</span>
      </div>
    </Tooltip>
  );
}

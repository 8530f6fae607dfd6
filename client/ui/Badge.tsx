import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';

export interface BadgeProps {
  readonly tone?: 'plain' | 'active' | 'danger';
  readonly children: ReactNode;
  readonly className?: string;
}

/** A word or a number about something. Amber only for what is active. */
export function Badge({ tone = 'plain', children, className }: BadgeProps) {
  return (
    <span
      className={classNames(
        'inline-flex h-[18px] items-center gap-1 rounded-sm px-1.5 text-11 leading-none font-medium whitespace-nowrap',
        tone === 'plain' && 'bg-surface-3 text-ink-2',
        tone === 'active' && 'bg-accent text-on-accent',
        tone === 'danger' && 'bg-danger-fill text-on-danger',
        className,
      )}
    >
      {children}
    </span>
  );
}

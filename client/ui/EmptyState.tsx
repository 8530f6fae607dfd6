import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  /** What goes here. */
  readonly title: string;
  /** One act, and another way in. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** What goes here, one act, and another way in. */
export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-2 px-4 py-8 text-center">
      <Icon aria-hidden size={24} strokeWidth={1.5} className="text-ink-3" />
      <p className="text-13 font-medium text-ink">{title}</p>
      {children !== undefined && <div className="text-13 text-pretty text-ink-2">{children}</div>}
      {actions !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

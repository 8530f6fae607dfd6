import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';

export interface PanelProps {
  /** The name of the region. */
  readonly label: string;
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A named region with a hairline head; its body scrolls. */
export function Panel({ label, title, actions, children, className }: PanelProps) {
  return (
    <section aria-label={label} className={classNames('flex min-h-0 min-w-0 flex-col bg-surface-1', className)}>
      {(title !== undefined || actions !== undefined) && (
        <header className="flex h-10 shrink-0 items-center justify-between gap-2 border-b px-3">
          <h2 className="truncate text-13 font-medium">{title}</h2>
          <div className="flex items-center gap-1">{actions}</div>
        </header>
      )}
      <div className="min-h-0 grow overflow-auto">{children}</div>
    </section>
  );
}

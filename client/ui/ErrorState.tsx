import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export interface ErrorStateProps {
  /** What happened. */
  readonly title: string;
  /** What is safe. */
  readonly safe: string;
  /** What to do. */
  readonly actions?: ReactNode;
  readonly detail?: string;
}

/** What happened, what is safe, what to do. */
export function ErrorState({ title, safe, actions, detail }: ErrorStateProps) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-8 text-center">
      <TriangleAlert aria-hidden size={24} strokeWidth={1.5} className="text-danger" />
      <p className="text-13 font-medium text-ink">{title}</p>
      <p className="text-13 text-pretty text-ink-2">{safe}</p>
      {detail !== undefined && <p className="font-mono text-11 break-all text-ink-3">{detail}</p>}
      {actions !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

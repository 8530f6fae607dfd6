import type { ReactNode } from 'react';

export interface DoorPageProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** A page before one is inside: one card in the middle. */
export function DoorPage({ title, lead, children }: DoorPageProps) {
  return (
    <main className="flex min-h-full items-center justify-center bg-ground p-4">
      <div className="w-full max-w-[360px] rounded border bg-surface-1 p-6">
        <img src="/icon.svg" alt="" className="mb-4 size-8" />
        <h1 className="text-20 font-semibold">{title}</h1>
        {lead !== undefined && <p className="mt-1 text-13 text-pretty text-ink-2">{lead}</p>}
        <div className="mt-5">{children}</div>
      </div>
    </main>
  );
}

import type { LucideIcon } from 'lucide-react';

/** The first line of a node: what it is and how it is called. */
export function NodeTitle({ icon: Icon, name }: { readonly icon: LucideIcon; readonly name: string }) {
  return (
    <div className="flex h-8 shrink-0 items-center gap-2 px-2">
      <Icon aria-hidden size={14} strokeWidth={1.75} className="shrink-0 text-ink-3" />
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
    </div>
  );
}

import { Skeleton } from '../ui/Skeleton.tsx';

/** The bar and the ground of a page that is on its way. */
export function PagePending() {
  return (
    <div role="status" aria-label="Opening" className="flex h-full flex-col">
      <div className="flex h-11 items-center gap-3 border-b bg-surface-1 px-3">
        <Skeleton className="size-6" />
        <Skeleton className="h-4 w-48" />
      </div>
      <div className="grow bg-ground" />
    </div>
  );
}

/** A key or chord, e.g. `Ctrl+K`. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <kbd className="inline-flex h-4 items-center rounded-sm border border-line-strong px-1 font-sans text-11 leading-none text-ink-2">
      {keys}
    </kbd>
  );
}

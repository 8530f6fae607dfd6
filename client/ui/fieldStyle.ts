/** The look that every field for typing and choosing shares. */
export const FIELD_STYLE =
  'h-8 w-full min-w-0 rounded border border-line bg-surface-1 px-2 text-13 text-ink transition-colors hover:border-line-strong focus:border-line-strong disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-danger';

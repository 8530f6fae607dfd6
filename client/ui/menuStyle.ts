/** The look that menus and context menus share. */
export const MENU_STYLE =
  'z-50 max-w-[min(320px,calc(100vw-16px))] min-w-48 rounded border bg-surface-2 p-1 text-ink shadow-float outline-none max-h-(--radix-popper-available-height) overflow-auto';
/** One line of a menu. */
export const MENU_LINE_STYLE =
  'flex h-7 items-center gap-2 rounded-sm px-2 text-13 outline-none select-none data-highlighted:bg-surface-3 data-disabled:opacity-45';

import { create } from 'zustand';

/** The dialogs of a project that keys, menus and the palette open. */
export type ShellDialogName = 'palette' | 'keys' | 'snapshot' | 'share' | 'keep';

/** Which of them is open; one at a time. */
export const useShellDialog = create<{ readonly open: ShellDialogName | null }>(() => ({ open: null }));

/** Opens a dialog of the project in place of the one that is open. */
export function showDialog(open: ShellDialogName): void {
  useShellDialog.setState({ open });
}

/** Closes whichever is open. */
export function closeDialog(): void {
  useShellDialog.setState({ open: null });
}

import type { LucideIcon } from 'lucide-react';

/** One line of a menu: an act, a line between groups, or a choice that is on or off. */
export type MenuAction =
  | {
      readonly kind?: 'act';
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly shortcut?: string;
      readonly isDisabled?: boolean;
      readonly isDangerous?: boolean;
      readonly onSelect: () => void;
    }
  | { readonly kind: 'check'; readonly label: string; readonly isOn: boolean; readonly onSelect: () => void }
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'line' };

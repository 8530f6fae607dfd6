import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './classNames.ts';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon;
  /** The name for everybody: tooltip and screen reader. */
  readonly label: string;
  /** The key that does the same, shown in the tooltip. */
  readonly shortcut?: string;
  readonly size?: 'small' | 'medium';
  readonly isPressed?: boolean;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
}

/** A button with an icon alone; its name shows on hover with its key. */
export function IconButton(props: IconButtonProps) {
  const { icon: Icon, label, shortcut, size = 'medium', isPressed, side = 'bottom', className, ...rest } = props;
  return (
    <Tooltip label={label} shortcut={shortcut} side={side}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={isPressed}
        className={classNames(
          'inline-flex shrink-0 items-center justify-center rounded text-ink-2 transition-colors select-none',
          'hover:bg-surface-3 hover:text-ink disabled:cursor-not-allowed disabled:opacity-45',
          size === 'small' ? 'size-6' : 'size-8',
          isPressed === true && 'bg-surface-3 text-ink',
          className,
        )}
        {...rest}
      >
        <Icon aria-hidden size={size === 'small' ? 14 : 16} strokeWidth={1.75} />
      </button>
    </Tooltip>
  );
}

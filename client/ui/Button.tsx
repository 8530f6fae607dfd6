import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './classNames.ts';

/** `active` is the amber of a running or active thing; everything else stays grey. */
export type ButtonTone = 'primary' | 'plain' | 'quiet' | 'danger' | 'active';

const TONES: { readonly [tone in ButtonTone]: string } = {
  primary: 'bg-ink text-ground hover:opacity-90 border-transparent',
  plain: 'bg-surface-3 text-ink border-line hover:border-line-strong',
  quiet: 'bg-transparent text-ink-2 border-transparent hover:bg-surface-3 hover:text-ink',
  danger: 'bg-danger-fill text-on-danger border-transparent hover:opacity-90',
  active: 'bg-accent text-on-accent border-transparent hover:opacity-90',
};

export interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: ButtonTone;
  readonly size?: 'small' | 'medium';
  readonly icon?: LucideIcon;
  /** Shows that it works on it; the button keeps its width and takes no second press. */
  readonly isBusy?: boolean;
}

/** A button with words. One `primary` a view. */
export function Button(props: ButtonProps) {
  const { tone = 'plain', size = 'medium', icon: Icon, isBusy = false, className, children, disabled, ...rest } = props;
  const Shown = isBusy ? LoaderCircle : Icon;
  return (
    <button
      type="button"
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded border font-medium whitespace-nowrap select-none',
        'transition-[background-color,border-color,opacity,color] disabled:cursor-not-allowed disabled:opacity-45',
        size === 'small' ? 'h-6 px-2 text-12' : 'h-8 px-3 text-13',
        TONES[tone],
        className,
      )}
      {...rest}
    >
      {Shown && (
        <Shown aria-hidden size={14} strokeWidth={1.75} className={isBusy ? 'animate-[turn_1s_linear_infinite]' : ''} />
      )}
      {children}
    </button>
  );
}

import { classNames } from './classNames.ts';
import { inkOn } from './inkOn.ts';
import { Tooltip } from './Tooltip.tsx';

export interface AvatarProps {
  readonly name: string;
  /** The person's presence colour, `#rrggbb`. */
  readonly color: string;
  readonly size?: 'tiny' | 'small' | 'medium';
  readonly note?: string;
}

const SIZES = { tiny: 'size-4 text-[8px]', small: 'size-5 text-[9px]', medium: 'size-7 text-11' } as const;

/** A person: initials in their presence colour. */
export function Avatar({ name, color, size = 'medium', note }: AvatarProps) {
  return (
    <Tooltip label={note === undefined ? name : `${name} · ${note}`}>
      <span
        role="img"
        aria-label={name}
        className={classNames(
          'inline-flex shrink-0 items-center justify-center rounded-full leading-none font-semibold select-none',
          SIZES[size],
        )}
        style={{ backgroundColor: color, color: inkOn(color) }}
      >
        {initials(name)}
      </span>
    </Tooltip>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}

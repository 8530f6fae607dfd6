import { classNames } from './classNames.ts';

export interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; undefined while nobody knows. */
  readonly value: number | undefined;
  /** Thick where it is seen from afar. */
  readonly isThick?: boolean;
}

/** How far something that runs is; amber, because it is active. */
export function ProgressBar({ label, value, isThick = false }: ProgressBarProps) {
  const percent = value === undefined ? undefined : Math.round(Math.max(0, Math.min(1, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classNames('w-full overflow-hidden bg-surface-3', isThick ? 'h-3' : 'h-1 rounded-full')}
    >
      <div
        className="h-full bg-accent transition-[width] duration-200"
        style={{ width: percent === undefined ? '12%' : `${percent}%` }}
      />
    </div>
  );
}

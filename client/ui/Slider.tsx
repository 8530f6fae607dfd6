import { Slider as Radix } from 'radix-ui';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

/** A number on a line. */
export function Slider({ label, value, min, max, step = 1, onChange, isDisabled = false, className }: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      disabled={isDisabled}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      className={`relative flex h-6 touch-none items-center select-none ${className ?? 'w-full'}`}
    >
      <Radix.Track className="h-1 grow rounded-full bg-surface-3">
        <Radix.Range className="absolute h-1 rounded-full bg-ink-2" />
      </Radix.Track>
      <Radix.Thumb aria-label={label} className="block size-3.5 rounded-full border border-line-strong bg-ink" />
    </Radix.Root>
  );
}

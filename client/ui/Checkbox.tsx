import { Check } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { useId } from 'react';

export interface CheckboxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isDisabled?: boolean;
}

/** Something that is on or off, with its words. */
export function Checkbox({ label, isChecked, onChange, isDisabled = false }: CheckboxProps) {
  const id = useId();
  return (
    <span className="flex items-center gap-2">
      <Radix.Root
        id={id}
        checked={isChecked}
        disabled={isDisabled}
        onCheckedChange={(next) => onChange(next === true)}
        className="inline-flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface-1 data-[state=checked]:bg-ink data-[state=checked]:text-ground"
      >
        <Radix.Indicator>
          <Check aria-hidden size={12} strokeWidth={2.5} />
        </Radix.Indicator>
      </Radix.Root>
      <label htmlFor={id} className="text-13 text-ink">
        {label}
      </label>
    </span>
  );
}

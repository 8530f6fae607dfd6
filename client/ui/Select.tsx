import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { classNames } from './classNames.ts';
import { Field } from './Field.tsx';
import { FIELD_STYLE } from './fieldStyle.ts';

export interface SelectChoice {
  readonly value: string;
  readonly label: string;
}

export interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly SelectChoice[];
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly isLabelHidden?: boolean;
}

/** A choice of one from a short list. */
export function Select(props: SelectProps) {
  const { label, value, choices, onChange, hint, placeholder, isDisabled = false, isLabelHidden = false } = props;
  return (
    <Field label={label} hint={hint} isLabelHidden={isLabelHidden}>
      {({ id }) => (
        <Radix.Root value={value} onValueChange={onChange} disabled={isDisabled}>
          <Radix.Trigger
            id={id}
            aria-label={label}
            className={classNames(FIELD_STYLE, 'inline-flex items-center justify-between gap-2 text-left')}
          >
            <span className="truncate">
              <Radix.Value placeholder={placeholder} />
            </span>
            <ChevronDown aria-hidden size={14} className="shrink-0 text-ink-3" />
          </Radix.Trigger>
          <Radix.Portal>
            <Radix.Content
              position="popper"
              sideOffset={4}
              className="z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-auto rounded border bg-surface-2 p-1 shadow-float"
            >
              <Radix.Viewport>
                {choices.map((choice) => (
                  <Radix.Item
                    key={choice.value}
                    value={choice.value}
                    className="flex h-7 items-center gap-2 rounded-sm pr-2 pl-7 text-13 outline-none select-none data-highlighted:bg-surface-3"
                  >
                    <Radix.ItemIndicator className="absolute left-3">
                      <Check aria-hidden size={14} />
                    </Radix.ItemIndicator>
                    <Radix.ItemText>{choice.label}</Radix.ItemText>
                  </Radix.Item>
                ))}
              </Radix.Viewport>
            </Radix.Content>
          </Radix.Portal>
        </Radix.Root>
      )}
    </Field>
  );
}

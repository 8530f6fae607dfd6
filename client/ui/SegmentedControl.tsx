import { ToggleGroup } from 'radix-ui';

export interface SegmentedControlProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
}

/** A choice of one from two to five that are all in sight. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, value, choices, onChange, isDisabled = false } = props;
  function choose(next: string): void {
    const choice = choices.find((candidate) => candidate.value === next);
    if (choice) onChange(choice.value);
  }
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={choose}
      disabled={isDisabled}
      className="inline-flex h-8 items-center rounded border bg-surface-1 p-0.5"
    >
      {choices.map((choice) => (
        <ToggleGroup.Item
          key={choice.value}
          value={choice.value}
          className="h-full rounded-sm px-2.5 text-12 text-ink-2 hover:text-ink data-[state=on]:bg-surface-3 data-[state=on]:text-ink"
        >
          {choice.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

import { useState, type KeyboardEvent } from 'react';
import { TextField } from '../../ui/TextField.tsx';

export interface LineFieldProps {
  readonly label: string;
  readonly value: string;
  readonly isDisabled: boolean;
  readonly maxLength?: number;
  readonly onCommit: (value: string) => void;
}

/** A line of text that is written when one leaves it or presses Enter; Escape takes the draft back. */
export function LineField({ label, value, isDisabled, maxLength = 200, onCommit }: LineFieldProps) {
  const [draft, setDraft] = useState<string>();
  function commit(): void {
    if (draft !== undefined && draft !== value) onCommit(draft);
    setDraft(undefined);
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') setDraft(undefined);
  }
  return (
    <TextField
      label={label}
      value={draft ?? value}
      disabled={isDisabled}
      maxLength={maxLength}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}

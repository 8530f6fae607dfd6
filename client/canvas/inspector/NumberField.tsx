import type { FieldDefinition } from '@studio/shared/graph';
import { useState, type KeyboardEvent } from 'react';
import { Field } from '../../ui/Field.tsx';
import { FIELD_STYLE } from '../../ui/fieldStyle.ts';

export interface NumberFieldProps {
  readonly field: Extract<FieldDefinition, { kind: 'number' }>;
  readonly value: number;
  readonly isDisabled: boolean;
  readonly onCommit: (value: number) => void;
}

/** A number with its unit; outside its limits it says so and keeps the last good value. */
export function NumberField({ field, value, isDisabled, onCommit }: NumberFieldProps) {
  const [draft, setDraft] = useState<string>();
  const { min, max, step, unit } = field;
  const parsed = draft === undefined ? value : readNumber(draft);
  const isWhole = parsed !== undefined && Number.isInteger((parsed - min) / step);
  const isGood = parsed !== undefined && parsed >= min && parsed <= max && isWhole;
  const range = `${min} to ${max}${unit === '' ? '' : ` ${unit}`}`;
  function commit(next = parsed): void {
    if (next !== undefined && isGood && next !== value) onCommit(next);
    setDraft(undefined);
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter' && isGood) commit();
    if (event.key === 'Escape') setDraft(undefined);
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    onCommit(Math.max(min, Math.min(max, (parsed ?? value) + direction * step * (event.shiftKey ? 10 : 1))));
    setDraft(undefined);
  }
  return (
    <Field label={field.label} error={isGood ? undefined : `A whole number from ${range}. Kept at ${value}.`}>
      {({ id, describedBy }) => (
        <span className="relative">
          <input
            id={id}
            aria-describedby={describedBy}
            aria-invalid={!isGood}
            inputMode="numeric"
            disabled={isDisabled}
            title={range}
            value={draft ?? String(value)}
            className={FIELD_STYLE}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={() => commit()}
            onKeyDown={onKeyDown}
          />
          {unit !== '' && (
            <span
              aria-hidden
              className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-12 text-ink-3"
            >
              {unit}
            </span>
          )}
        </span>
      )}
    </Field>
  );
}

function readNumber(text: string): number | undefined {
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined;
}

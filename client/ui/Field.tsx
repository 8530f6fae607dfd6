import { useId, type ReactNode } from 'react';

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong, naming the limit; replaces the hint. */
  readonly error?: string | undefined;
  readonly isLabelHidden?: boolean;
  readonly children: (ids: { readonly id: string; readonly describedBy: string }) => ReactNode;
}

/** A labelled field with its hint or what is wrong with it. */
export function Field({ label, hint, error, isLabelHidden = false, children }: FieldProps) {
  const id = useId();
  const describedBy = `${id}-note`;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-12 text-ink-2'}>
        {label}
      </label>
      {children({ id, describedBy })}
      {(error !== undefined || hint !== undefined) && (
        <p
          id={describedBy}
          role={error === undefined ? undefined : 'alert'}
          className={error === undefined ? 'text-12 text-ink-3' : 'text-12 text-danger'}
        >
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

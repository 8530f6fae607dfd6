import type { Failure, Result } from '@studio/shared/result';
import { useState, type FormEvent } from 'react';

/** A form that is sent: whether it is under way, and why it was refused. */
export interface Submission {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  /** The refusal of one field. */
  readonly errorOf: (field: string) => string | undefined;
  /** The refusal when it is about no field of the form. */
  readonly generalError: string | undefined;
}

/** Sends a form by `send`, which gets the form's values as texts; `fields` are those that can show their own refusal. */
export function useSubmit(
  fields: readonly string[],
  send: (values: { readonly [name: string]: string }) => Promise<Result<unknown>>,
): Submission {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const field = failure?.field;
  const isKnown = field !== undefined && fields.includes(field);
  async function run(form: HTMLFormElement): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    const texts = [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']);
    try {
      const result = await send(Object.fromEntries(texts) as { [name: string]: string });
      if (!result.ok) setFailure(result.failure);
    } finally {
      setBusy(false);
    }
  }
  return {
    isBusy,
    failure,
    onSubmit: (event) => {
      event.preventDefault();
      void run(event.currentTarget);
    },
    errorOf: (name) => (isKnown && field === name ? failure?.message : undefined),
    generalError: isKnown ? undefined : failure?.message,
  };
}

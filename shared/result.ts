/** Why an expected operation did not happen: a closed reason, a sentence for a person, and the field it is about. */
export interface Failure<Reason extends string = string> {
  readonly reason: Reason;
  readonly message: string;
  readonly field?: string;
}

/** The outcome of an operation that may fail in expected ways; bugs throw instead. */
export type Result<Value, Reason extends string = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure<Reason> };

/** Wraps a value as success. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Describes an expected failure; `message` says what happened and what to do. */
export function fail<Reason extends string>(
  reason: Reason,
  message: string,
  field?: string,
): { readonly ok: false; readonly failure: Failure<Reason> } {
  return { ok: false, failure: field === undefined ? { reason, message } : { reason, message, field } };
}

/** Returns the value, or throws: only for results whose failure would be a bug. */
export function unwrap<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.failure.reason}: ${result.failure.message}`);
}

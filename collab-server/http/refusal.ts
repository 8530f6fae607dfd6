import type { ProblemCode } from '@studio/shared/api';
import type { Failure, Result } from '@studio/shared/result';

/** Ends a request with a problem of the one table; thrown in routes and policies, answered by the error handler. */
export class Refusal extends Error {
  readonly failure: Failure<ProblemCode>;
  /** Seconds after which the same request may succeed. */
  readonly retryAfterSeconds: number | undefined;

  constructor(failure: Failure<ProblemCode>, retryAfterSeconds?: number) {
    super(failure.message);
    this.failure = failure;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Makes the refusal that a route or policy throws. */
export function refuse(code: ProblemCode, message: string, field?: string): never {
  throw new Refusal(field === undefined ? { reason: code, message } : { reason: code, message, field });
}

/** The value of a command, or the refusal of the request. */
export function orRefuse<Value>(result: Result<Value, ProblemCode>): Value {
  if (result.ok) return result.value;
  throw new Refusal(result.failure);
}

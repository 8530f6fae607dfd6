import { z } from 'zod';

/** The body of every refusal of the HTTP API: a code from one table, what happened, and the field it is about. */
export const problemSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    requestId: z.string().optional(),
  }),
});
/** A refusal of the HTTP API. */
export type Problem = z.infer<typeof problemSchema>;

/** The codes of refusals and their HTTP status. */
export const PROBLEM_STATUS = {
  invalid: 400,
  'signed-out': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'unsupported-media': 415,
  'rate-limited': 429,
  internal: 500,
  unavailable: 503,
} as const;
/** One of the codes. */
export type ProblemCode = keyof typeof PROBLEM_STATUS;

import { problemSchema, type ProblemCode } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import type { z } from 'zod';

/** Why a request did not succeed: the server's code, or that it could not be reached. */
export type RequestFailure = ProblemCode | 'offline';

/** How to ask: a body is sent as JSON, or as it is when it is a form. */
export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

const BASE = '/api/v1';

/** Asks the HTTP API (`path` is below `/api/v1`) and checks the answer against `schema`. Never throws for a refusal. */
export async function request<Value>(
  schema: z.ZodType<Value>,
  path: string,
  options: RequestOptions = {},
): Promise<Result<Value, RequestFailure>> {
  const answered = await send(path, options);
  if (!answered.ok) return answered;
  const { response, text } = answered.value;
  const body = readJson(text);
  if (!response.ok) return refusalOf(response, body);
  const parsed = schema.safeParse(body);
  if (parsed.success) return ok(parsed.data);
  console.error('api.unexpected-answer', path, parsed.error);
  return fail('internal', 'The server answered in a way this page does not understand. Reload the page to update it.');
}

async function send(
  path: string,
  { method = 'GET', body, signal }: RequestOptions,
): Promise<Result<{ response: Response; text: string }, 'offline'>> {
  const isForm = body instanceof FormData;
  try {
    const response = await fetch(BASE + path, {
      method,
      credentials: 'same-origin',
      ...(signal ? { signal } : {}),
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      ...(body === undefined || isForm ? {} : { headers: { 'content-type': 'application/json' } }),
    });
    return ok({ response, text: await response.text() });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return fail('offline', 'The server could not be reached. Check your connection, then try again.');
  }
}

function refusalOf(response: Response, body: unknown): Result<never, RequestFailure> {
  const problem = problemSchema.safeParse(body);
  if (!problem.success) {
    return fail('internal', `The server answered with an error (${response.status}). Nothing was changed; try again.`);
  }
  const { code, message, field } = problem.data.error;
  return fail(code as ProblemCode, message, field);
}

function readJson(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

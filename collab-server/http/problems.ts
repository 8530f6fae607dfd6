import { PROBLEM_STATUS, type Problem, type ProblemCode, problemSchema } from '@studio/shared/api';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { App } from './httpParts.ts';
import { Refusal } from './refusal.ts';

/** The refusals of a route, for its schema. */
export const PROBLEMS = { '4xx': problemSchema, '5xx': problemSchema } as const;

/** The answers of a route that has nothing to say when it succeeds, for its schema. */
export const NO_CONTENT = { 204: z.null().describe('Done.'), ...PROBLEMS } as const;

const FAILED =
  'Something went wrong on the server. Nothing you had saved is lost; try again, and tell the studio’s admin if it stays.';

const CODE_OF_STATUS = new Map<number, ProblemCode>(
  Object.entries(PROBLEM_STATUS).map(([code, status]) => [status, code as ProblemCode]),
);

/** Answers every refusal and every bug with a problem: the refusals of routes, of validation, and of fastify itself. */
export function answerWithProblems(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(error, request, reply));
}

/** Answers a path that no route has. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return send(request, reply, 'not-found', 'There is nothing at this address.');
}

function sendProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) {
    const { reason, message, field } = error.failure;
    if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
    return send(request, reply, reason, message, field);
  }
  if (hasZodFastifySchemaValidationErrors(error)) return sendInvalid(error, request, reply);
  const code = CODE_OF_STATUS.get(error.statusCode ?? 500);
  if (code && code !== 'internal') return send(request, reply, code, `${error.message}.`.replace(/\.\.$/, '.'));
  if (error.statusCode !== undefined && error.statusCode < 500) return send(request, reply, 'invalid', error.message);
  request.log.error({ err: error, code: 'http.failed' }, 'a request failed');
  return send(request, reply, 'internal', FAILED);
}

function sendInvalid(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const first = error.validation?.[0];
  const field = first?.instancePath.split('/').filter(Boolean).join('.') || undefined;
  const what = first?.message ? sentenceOf(first.message) : 'cannot be read';
  // A path that names nothing possible is the same as one that names nothing there is.
  if (error.validationContext === 'params') return answerNotFound(request, reply);
  return send(request, reply, 'invalid', field === undefined ? `The request ${what}.` : `${field} ${what}.`, field);
}

// Our schemas' messages go on after the field's name; those of the library are sentences of their own.
function sentenceOf(message: string): string {
  const reason = message.replace(/^Invalid input: /, '');
  return /^[A-Z]/.test(message) ? `cannot be used: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}` : message;
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  message: string,
  field?: string,
): FastifyReply {
  const problem: Problem = {
    error: { code, message, requestId: request.id, ...(field === undefined ? {} : { field }) },
  };
  return reply.code(PROBLEM_STATUS[code]).type('application/json; charset=utf-8').send(problem);
}

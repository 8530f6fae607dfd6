/** An answer of a worker, read whole: `json` is undefined when the body is not JSON; status 0 means no answer, and `why` says so. */
export interface WorkerAnswer {
  readonly status: number;
  readonly why: string;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly json: unknown;
}

/** What to ask. */
export interface WorkerRequest {
  readonly method?: 'GET' | 'POST';
  readonly json?: unknown;
  readonly form?: FormData;
  readonly timeoutMs: number;
}

/** Asks a worker; a worker that is down, slow or cut off in the middle gives status 0 with the reason. */
export async function requestWorker(url: string, request: WorkerRequest): Promise<WorkerAnswer> {
  const { method = 'GET', json, form, timeoutMs } = request;
  const body = form ?? (json === undefined ? undefined : JSON.stringify(json));
  try {
    const response = await fetch(url, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body }),
      ...(json === undefined ? {} : { headers: { 'content-type': 'application/json' } }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { status, headers } = response;
    return { status, why: `status ${status}`, headers, bytes, json: parseJson(headers, bytes) };
  } catch (cause) {
    return { status: 0, why: describeCause(cause), headers: new Headers(), bytes: new Uint8Array(), json: undefined };
  }
}

function parseJson(headers: Headers, bytes: Uint8Array): unknown {
  if (!headers.get('content-type')?.includes('json')) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // A body that only calls itself JSON is treated like any other text.
    return undefined;
  }
}

function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
}

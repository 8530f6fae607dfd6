/** How far a run is, as the job-runner's awareness on the ledger says. `progress` is 0 to 1. */
export interface RunProgress {
  readonly progress: number;
  readonly step: string;
  readonly worker: string;
}

/** The awareness state of a job-runner on a ledger document. */
export interface RunnerAwareness {
  readonly service: 'job-runner';
  readonly runs: { readonly [intentId: string]: RunProgress };
}

/** A preview frame: a stateless message on the ledger document, never stored. */
export interface PreviewMessage {
  readonly type: 'preview';
  readonly intentId: string;
  readonly mime: string;
  readonly base64: string;
}

/** Reads a preview message; undefined for anything else. */
export function readPreview(payload: string): PreviewMessage | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    if (typeof value !== 'object' || value === null) return undefined;
    const { type, intentId, mime, base64 } = value as Partial<PreviewMessage>;
    const isWhole = type === 'preview' && typeof intentId === 'string' && typeof base64 === 'string';
    return isWhole && typeof mime === 'string' && mime.startsWith('image/')
      ? { type, intentId, mime, base64 }
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads the runs of every job-runner from awareness states; later states win. */
export function readRuns(states: Iterable<unknown>): ReadonlyMap<string, RunProgress> {
  const runs = new Map<string, RunProgress>();
  for (const state of states) {
    if (!isRunner(state)) continue;
    for (const [intentId, run] of Object.entries(state.runs)) {
      const isShown = Number.isFinite(run?.progress);
      if (isShown) runs.set(intentId, run);
    }
  }
  return runs;
}

function isRunner(state: unknown): state is RunnerAwareness {
  if (typeof state !== 'object' || state === null) return false;
  const { service, runs } = state as Partial<RunnerAwareness>;
  return service === 'job-runner' && typeof runs === 'object' && runs !== null;
}

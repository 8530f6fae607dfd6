import type { NodeRunView } from '../runs/useNodeRun.ts';

/** What happened to the last run, what is safe, what to do; or what it ran as instead. */
export function RunError({ run }: { readonly run: NodeRunView }) {
  if (run.state === 'failed' && run.job?.error) {
    return (
      <div role="alert" className="border-b px-3 py-2 text-13">
        <p className="text-danger">{run.job.error.message}</p>
        <p className="mt-1 text-12 text-ink-2">
          Your Takes and settings are as they were. Change what it names, or run it again.
        </p>
      </div>
    );
  }
  const notice = run.job?.notice ?? '';
  return notice === '' ? null : <p className="border-b px-3 py-2 text-12 text-ink-2">{notice}</p>;
}

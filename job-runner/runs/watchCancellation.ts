import { rootMap } from '@studio/shared/document';
import type { Signals } from '../database/signals.ts';
import type { ProjectSession } from '../documents/projectSession.ts';

/**
 * Calls `onCancelled` once somebody cancels the intent: the document says so itself, and a signal of the runner that
 * took the cancellation out of the outbox says so too. Returns how to stop.
 */
export function watchCancellation(
  intentId: string,
  session: ProjectSession,
  signals: Pick<Signals, 'subscribe'>,
  onCancelled: () => void,
): () => void {
  const cancellations = rootMap(session.project, 'cancellations');
  const check = () => {
    if (cancellations.has(intentId)) onCancelled();
  };
  cancellations.observe(check);
  const unsubscribe = signals.subscribe((signal) => {
    if (signal.kind === 'cancel' && signal.intentId === intentId) onCancelled();
  });
  check();
  return () => {
    cancellations.unobserve(check);
    unsubscribe();
  };
}

import { rootMap } from '@studio/shared/document';
import type * as Y from 'yjs';

/**
 * Waits until a project document holds an intent, and with it everything that was there when it was written: the outbox
 * may be quicker than the document's own update. False when it did not come in time.
 */
export function waitForIntent(project: Y.Doc, intentId: string, timeoutMs: number): Promise<boolean> {
  const intents = rootMap(project, 'intents');
  if (intents.has(intentId)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (isThere: boolean) => {
      clearTimeout(timer);
      intents.unobserve(look);
      resolve(isThere);
    };
    const look = () => {
      if (intents.has(intentId)) end(true);
    };
    const timer = setTimeout(() => end(false), timeoutMs);
    intents.observe(look);
  });
}

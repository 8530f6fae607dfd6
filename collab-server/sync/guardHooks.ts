import type { Extension } from '@hocuspocus/server';
import type { Logger } from 'pino';
import { Refusal } from './refusal.ts';

type Hook = (payload: unknown) => unknown;

// Hocuspocus waits for these and turns a rejection into a refusal. A rejection of any other hook ends the process.
const AWAITED = new Set([
  'onConnect',
  'onAuthenticate',
  'onLoadDocument',
  'afterLoadDocument',
  'beforeHandleMessage',
  'beforeHandleAwareness',
  'beforeSync',
]);

/**
 * Wraps every hook of an extension: a refusal passes where Hocuspocus expects one, any other error is logged and, where
 * a client waits, becomes `load-failed`, which makes it come back.
 */
export function guardHooks<Context>(extension: Extension<Context>, logger: Logger): Extension<Context> {
  const guarded: { [name: string]: unknown } = { ...extension };
  for (const [name, hook] of Object.entries(extension)) {
    if (typeof hook === 'function') guarded[name] = guardHook(name, hook as Hook, logger);
  }
  return guarded;
}

function guardHook(name: string, hook: Hook, logger: Logger): Hook {
  return async (payload) => {
    try {
      return await hook(payload);
    } catch (error) {
      const isAwaited = AWAITED.has(name);
      if (error instanceof Refusal && isAwaited) throw error;
      logger.error({ err: error, hook: name }, 'A sync hook failed');
      if (isAwaited) throw new Refusal('load-failed');
      return undefined;
    }
  };
}

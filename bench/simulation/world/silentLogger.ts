import type { SyncDeps } from '../../../collab-server/sync/createSync.ts';

const quiet = () => undefined;
const calls = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet };

/** A log that nobody reads. */
export const SILENT = { ...calls, child: () => SILENT } as unknown as SyncDeps['logger'];

import type { Extension } from '@hocuspocus/server';
import type { Logger } from 'pino';
import { readPreview } from '@studio/shared/jobs';
import type { SyncContext } from './visit.ts';
import { sendDenial } from './wire.ts';

/** Passes preview frames of the job-runner on to everybody who has the ledger open, on every server; drops the rest. */
export function createPreviews(maxBytes: number, logger: Logger): Extension<SyncContext> {
  return {
    extensionName: 'previews',
    async onStateless({ connection, document, payload }) {
      const { visit } = connection.context as SyncContext;
      const isService = visit?.identity.kind === 'service' && visit.document.kind === 'ledger';
      if (!isService) sendDenial(connection, 'read-only');
      if (!isService || payload.length > maxBytes || !readPreview(payload)) {
        logger.warn({ document: document.name, bytes: payload.length }, 'A stateless message was dropped');
        return;
      }
      document.broadcastStateless(payload, (other) => other !== connection);
    },
  };
}

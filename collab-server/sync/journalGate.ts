import type { beforeSyncPayload, Document, Extension } from '@hocuspocus/server';
import type { CloseReason } from '@studio/shared/access';
import type { Logger } from 'pino';
import { messageYjsSyncStep1 } from 'y-protocols/sync';
import type { DocumentSizes } from './documentSizes.ts';
import type { SyncLimits } from './limits.ts';
import type { Acceptance } from './acceptUpdate.ts';
import { Refusal } from './refusal.ts';
import { inspectUpdate } from './updates/inspectUpdate.ts';
import type { SyncContext, Visit } from './visit.ts';
import { requestMissing, sendAcknowledgement, sendDenial } from './wire.ts';

/** What the gate needs. */
export interface JournalGateSettings {
  readonly accept: Acceptance;
  readonly sizes: DocumentSizes;
  readonly limits: SyncLimits;
  readonly logger: Logger;
}

type SyncMessage = beforeSyncPayload<SyncContext>;

/**
 * Stands between the socket and the document: what a client sends is checked and durable before Hocuspocus applies,
 * broadcasts and acknowledges it.
 */
export function createJournalGate(settings: JournalGateSettings): Extension<SyncContext> {
  return {
    extensionName: 'journal',
    async beforeSync(message) {
      const { visit } = message.context;
      if (!visit) throw new Refusal('signed-out');
      if (message.type !== messageYjsSyncStep1) await receive(settings, message, visit);
    },
    // The update is in the document by now, or never will be.
    async afterHandleMessage({ connection, context, document }) {
      const { visit } = context;
      if (!visit) return;
      if (visit.isHoldingDocument) document.removeDirectConnection();
      visit.isHoldingDocument = false;
      if (visit.held.length === 0) return;
      const isSettled = (update: Uint8Array) => inspectUpdate(document, update).kind === 'known';
      const settled = visit.held.filter(isSettled);
      visit.held = visit.held.filter((update) => !settled.includes(update));
      for (const _update of settled) sendAcknowledgement(connection);
    },
  };
}

async function receive(settings: JournalGateSettings, message: SyncMessage, visit: Visit): Promise<void> {
  const { document, connection, payload } = message;
  // Derived for each message and left alone until it is handled: a downgrade in the middle of an append must not keep
  // out of the document what the journal has.
  connection.readOnly = !visit.mayWrite;
  if (payload.length > settings.limits.updateBytes) return refuse(message, 'too-large');
  const inspection = inspectUpdate(document, payload);
  if (inspection.kind === 'known') return;
  if (inspection.kind === 'unreadable') return refuse(message, 'invalid');
  if (!visit.mayWrite) return sendDenial(connection, 'read-only');
  if (inspection.kind === 'gap') return hold(settings, message, visit);
  if (settings.sizes.of(document) + inspection.update.length > settings.limits.documentBytes) {
    return refuse(message, 'too-large');
  }
  const checked = settings.accept.check(document, visit.document, visit.identity, inspection);
  if (!checked.ok) {
    settings.logger.warn({ document: message.documentName, flaw: checked.failure.message }, 'An edit was refused');
    return refuse(message, 'invalid');
  }
  holdDocument(document, visit);
  try {
    await checked.value.store();
  } catch (error) {
    settings.logger.error({ err: error, document: message.documentName }, 'The journal could not take an edit');
    visit.socket.closeToRetry('not-stored');
    throw new Refusal('not-stored');
  }
}

function refuse({ connection }: SyncMessage, reason: CloseReason): never {
  sendDenial(connection, reason);
  throw new Refusal(reason);
}

// Without this the document could be unloaded and read again between commit and application.
function holdDocument(document: Document, visit: Visit): void {
  visit.isHoldingDocument = true;
  document.addDirectConnection();
}

// An edit made before the handshake was over may build on offline edits that are still to come. It is neither applied nor
// stored nor acknowledged now; the client sends it again with what it lacks, and is then told.
function hold(settings: JournalGateSettings, { connection, payload }: SyncMessage, visit: Visit): void {
  // Read-only for this one message, so that Hocuspocus does not apply it; it would say "refused", which is not so.
  connection.readOnly = true;
  const heldBytes = visit.held.reduce((sum, update) => sum + update.length, payload.length);
  if (visit.held.length >= settings.limits.heldUpdates || heldBytes > settings.limits.heldBytes) {
    visit.socket.closeToRetry('not-stored');
    throw new Refusal('not-stored');
  }
  visit.socket.keepNextStatus(connection.messageAddress);
  if (visit.held.length === 0) requestMissing(connection);
  // A copy: the bytes belong to the socket's buffer.
  visit.held.push(payload.slice());
}

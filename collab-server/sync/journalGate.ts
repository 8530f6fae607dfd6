import type { beforeSyncPayload, Document, Extension } from '@hocuspocus/server';
import type { CloseReason } from '@studio/shared/access';
import type { Logger } from 'pino';
import { messageYjsSyncStep1, messageYjsSyncStep2 } from 'y-protocols/sync';
import type { DocumentSizes } from './documentSizes.ts';
import type { SyncLimits } from './limits.ts';
import { UnstorableValue } from '../storage/journalStore.ts';
import type { Acceptance } from './acceptUpdate.ts';
import { askForMissing } from './askForMissing.ts';
import { Refusal } from './refusal.ts';
import type { StorageWatch } from './storage/storageWatch.ts';
import { addHeld, isSettled } from './updates/heldEdits.ts';
import { inspectUpdate } from './updates/inspectUpdate.ts';
import type { SyncContext, Visit } from './visit.ts';
import { sendAcknowledgement, sendDenial } from './wire.ts';

/** What the gate needs. */
export interface JournalGateSettings {
  readonly accept: Acceptance;
  readonly storage: Pick<StorageWatch, 'condition'>;
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
    async afterHandleMessage({ connection, context, document, update }) {
      const { visit } = context;
      if (!visit) return;
      if (visit.isHoldingDocument) document.removeDirectConnection();
      visit.isHoldingDocument = false;
      try {
        acknowledgeHeld(document, connection, visit);
      } finally {
        // Whatever is wrong with this one, the next must not wait for it for ever.
        visit.turns?.finish(update);
      }
    },
  };
}

function acknowledgeHeld(document: Document, connection: SyncMessage['connection'], visit: Visit): void {
  const { held } = visit;
  if (!held || !isSettled(document, held)) return;
  visit.held = undefined;
  for (let owed = held.count; owed > 0; owed -= 1) sendAcknowledgement(connection);
}

async function receive(settings: JournalGateSettings, message: SyncMessage, visit: Visit): Promise<void> {
  const { document, connection, payload } = message;
  // Derived for each message and left alone until it is handled: a downgrade in the middle of an append must not keep
  // out of the document what the journal has.
  connection.readOnly = !visit.mayWrite;
  const isAnswer = takeAnswer(message, visit);
  if (payload.length > settings.limits.updateBytes) return refuse(message, 'too-large');
  const inspection = inspectUpdate(document, payload);
  if (inspection.kind === 'known') return;
  if (inspection.kind === 'unreadable') return refuse(message, 'invalid');
  if (!visit.mayWrite) return sendDenial(connection, 'read-only');
  if (inspection.kind === 'gap') {
    // An edit made before the handshake was over may build on offline edits that are still to come.
    return hold(settings, message, visit, isAnswer, true);
  }
  if (settings.sizes.of(document) + inspection.update.length > settings.limits.documentBytes) {
    return refuse(message, 'too-large');
  }
  const checked = settings.accept.check(document, visit.document, visit.identity, inspection);
  if (!checked.ok) {
    settings.logger.warn({ document: message.documentName, flaw: checked.failure.message }, 'An edit was refused');
    return refuse(message, 'invalid');
  }
  if (settings.storage.condition() !== 'well') return hold(settings, message, visit, isAnswer);
  holdDocument(document, visit);
  try {
    await checked.value.store();
  } catch (error) {
    settings.logger.error({ err: error, document: message.documentName }, 'The journal could not take an edit');
    if (error instanceof UnstorableValue) return refuse(message, 'invalid');
    hold(settings, message, visit, isAnswer);
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

// A client expects no acknowledgement of what we asked it for beside the handshake.
function takeAnswer({ type, connection }: SyncMessage, visit: Visit): boolean {
  if (type !== messageYjsSyncStep2 || visit.answersDue === 0) return false;
  visit.answersDue -= 1;
  visit.socket.keepNextStatus(connection.messageAddress);
  return true;
}

/**
 * Keeps an edit that cannot be stored yet out of the document, unacknowledged. The client sends it again, with all that we
 * lack, when it is asked to: for a gap at once, for storage when that is well again (see `storageNews`).
 */
function hold(
  settings: JournalGateSettings,
  { connection, payload }: SyncMessage,
  visit: Visit,
  isAnswer: boolean,
  buildsOnMissing = false,
): void {
  const { limits, storage } = settings;
  // Read-only for this one message, so that Hocuspocus does not apply it; it would say "refused", which is not so.
  connection.readOnly = true;
  visit.socket.keepNextStatus(connection.messageAddress);
  const isWell = storage.condition() === 'well';
  // While storage fails, what somebody does after an edit that waits builds on that: it is no fault of theirs.
  const isGap = buildsOnMissing && isWell;
  const { gaps, bytes } = visit.held ?? { gaps: 0, bytes: 0 };
  const isTooMuch =
    bytes + payload.length > (isGap ? limits.heldBytes : limits.person.byteBurst) ||
    (isGap && (gaps >= limits.heldUpdates || isAnswer));
  if (isTooMuch) {
    visit.socket.closeToRetry('not-stored');
    throw new Refusal('not-stored');
  }
  if (!isAnswer) visit.held = addHeld(visit.held, payload, { edits: visit.edits, isGap });
  if (isWell && visit.answersDue === 0) askForMissing(connection, visit);
}

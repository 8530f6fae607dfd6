import type { Connection, Extension, Hocuspocus } from '@hocuspocus/server';
import type { CloseReason } from '@studio/shared/access';
import type { Result } from '@studio/shared/result';
import type { Logger } from 'pino';
import { type AskAccess, createAskedAccess } from './askedAccess.ts';
import type { AccessChange, AccessDesk } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { SyncContext, Visit } from './visit.ts';
import { sendAccess, sendDenial } from './wire.ts';

/** What permission needs. */
export interface PermissionSettings {
  readonly access: AccessDesk;
  readonly hocuspocus: () => Hocuspocus<SyncContext>;
  readonly logger: Logger;
}

/** Keeps what live connections may do equal to what their people may do. */
export interface Permission {
  readonly extension: Extension<SyncContext>;
  epoch(): number;
  /** Asks again for all that a change concerns, at once. */
  recheck(change: AccessChange): void;
  /** Asks again for everybody, one after the other, so that nobody notices. What cannot be asked now is asked next time. */
  sweep(): Promise<void>;
  /** Ends the documents that are selected, with a reason. */
  closeFor(change: AccessChange, reason: CloseReason): void;
}

/**
 * Downgrades and closes live connections. A change raises the epoch; a connection whose access was asked for in an
 * earlier one asks again before its next message, so that nothing slips in between a change and its effect.
 */
export function createPermission(settings: PermissionSettings): Permission {
  let epoch = 0;
  const askAccess = createAskedAccess(settings.access);

  function* connections(): Generator<[Connection<SyncContext>, Visit]> {
    for (const document of settings.hocuspocus().documents.values()) {
      for (const connection of document.getConnections() as Connection<SyncContext>[]) {
        const { visit } = connection.context;
        if (visit) yield [connection, visit];
      }
    }
  }

  function ask(connection: Connection<SyncContext>, visit: Visit): Promise<void> {
    visit.rechecking ??= askUntilCurrent(connection, visit).finally(() => {
      visit.rechecking = undefined;
    });
    return visit.rechecking;
  }

  // Access may change again while the answer is on its way.
  async function askUntilCurrent(connection: Connection<SyncContext>, visit: Visit): Promise<void> {
    while (visit.epoch !== epoch && !visit.isClosed) await settle(settings, askAccess, connection, visit, epoch);
  }

  return {
    epoch: () => epoch,
    recheck(change) {
      epoch += 1;
      // Started for each before any answer: one slow answer holds up nobody else.
      for (const [connection, visit] of connections()) {
        if (concerns(change, visit)) void ask(connection, visit);
        // Whoever is being asked, or was not authorised since an earlier change, stays so.
        else if (visit.epoch === epoch - 1) visit.epoch = epoch;
      }
    },
    async sweep() {
      for (const [connection, visit] of [...connections()]) {
        if (visit.isClosed || visit.identity.kind === 'service') continue;
        const askedIn = epoch;
        try {
          const authorised = await settings.access.authorise(visit.identity, visit.document);
          // After a change an answer from before it must not undo what the change did.
          if (epoch === askedIn && !visit.isClosed) apply(connection, visit, authorised);
        } catch (error) {
          settings.logger.warn({ err: error }, 'Access could not be asked again just now');
          return;
        }
      }
    },
    closeFor(change, reason) {
      for (const [connection, visit] of connections()) if (concerns(change, visit)) end(connection, visit, reason);
    },
    extension: createGuard(async (connection, visit) => {
      if (visit.epoch !== epoch) await ask(connection, visit);
    }),
  };
}

function createGuard(
  makeCurrent: (connection: Connection<SyncContext>, visit: Visit) => Promise<void>,
): Extension<SyncContext> {
  return {
    extensionName: 'permission',
    // Whoever says nothing would still hear.
    async connected({ connection, context: { visit } }) {
      if (!visit) return;
      follow(connection, visit);
      await makeCurrent(connection, visit);
    },
    async beforeHandleMessage({ connection, context, document }) {
      const { visit } = context;
      if (!visit) throw new Refusal('signed-out');
      await makeCurrent(connection, visit);
      if (visit.isClosed) throw new Refusal('not-a-member');
      if (document.isDestroyed) {
        // It was unloaded while this connection came in; connecting again opens it anew.
        visit.socket.closeToRetry('load-failed');
        throw new Refusal('load-failed');
      }
    },
  };
}

function follow(connection: Connection<SyncContext>, visit: Visit): void {
  if (!connection.document.hasConnection(connection)) return;
  const { visits } = visit.socket;
  const address = connection.messageAddress;
  visit.connection = connection;
  visits.set(address, visit);
  connection.onClose(() => {
    visit.connection = undefined;
    visit.socket.forgetNextStatus(address);
    if (visits.get(address) === visit) visits.delete(address);
  });
}

function concerns(change: AccessChange, { identity, document }: Visit): boolean {
  if (identity.kind === 'service') return false;
  if (change.personId !== undefined && !(identity.kind === 'member' && identity.person.id === change.personId)) {
    return false;
  }
  if (change.linkId !== undefined && !(identity.kind === 'guest' && identity.linkId === change.linkId)) return false;
  // A share document names no project: whoever reads one is asked again when any project changes.
  return change.projectId === undefined || document.kind === 'share' || document.projectId === change.projectId;
}

async function settle(
  { logger }: PermissionSettings,
  askAccess: AskAccess,
  connection: Connection<SyncContext>,
  visit: Visit,
  epoch: number,
): Promise<void> {
  try {
    apply(connection, visit, await askAccess(visit, epoch));
    visit.epoch = epoch;
  } catch (error) {
    logger.error({ err: error }, 'Access could not be asked again; the connection is closed');
    visit.isClosed = true;
    visit.socket.closeToRetry('load-failed');
  }
}

function apply(
  connection: Connection<SyncContext>,
  visit: Visit,
  authorised: Result<'read' | 'write', CloseReason>,
): void {
  if (!authorised.ok) return end(connection, visit, authorised.failure.reason);
  const mayWrite = authorised.value === 'write';
  if (visit.mayWrite === mayWrite) return;
  visit.mayWrite = mayWrite;
  sendAccess(connection, mayWrite);
}

function end(connection: Connection<SyncContext>, visit: Visit, reason: CloseReason): void {
  visit.isClosed = true;
  sendDenial(connection, reason);
  connection.close({ code: 4403, reason });
}

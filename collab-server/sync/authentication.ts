import type { Extension } from '@hocuspocus/server';
import { type DocumentName, parseDocumentName, SCHEMA_VERSION } from '@studio/shared/document';
import { createAttendance } from './attendance.ts';
import { fewAtATime } from './fewAtATime.ts';
import type { SyncLimits } from './limits.ts';
import type { AccessDesk } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { SyncSocket } from './syncSocket.ts';
import { type SyncContext, Visit } from './visit.ts';

/** What authentication asks; `epoch` counts changes of access. */
export interface AuthenticationSettings {
  readonly access: AccessDesk;
  readonly limits: SyncLimits;
  readonly clock: () => number;
  readonly epoch: () => number;
}

/** So many may prove who they are at once: a hundred who come together must not keep the database from those who work. */
const PROOFS_AT_ONCE = 8;

/** Decides for each document that a socket asks for who asks and what they may do with it. */
export function createAuthentication(settings: AuthenticationSettings): Extension<SyncContext> {
  const attendance = createAttendance(settings.limits, settings.clock);
  const inTurn = fewAtATime(PROOFS_AT_ONCE);
  return {
    extensionName: 'authentication',
    async onAuthenticate({ context, documentName, token, connectionConfig }) {
      const { socket } = context;
      if (!socket) throw new Refusal('signed-out');
      const name = parseDocumentName(documentName);
      if (!name.ok) throw new Refusal(name.failure.reason);
      refuseOldClient(socket, true);
      const visit = await inTurn(() => prove(socket, name.value, token));
      connectionConfig.readOnly = !visit.mayWrite;
      return { visit };
    },
  };

  async function prove(socket: SyncSocket, name: DocumentName, token: string): Promise<Visit> {
    // Taken before asking: a change while the answer is on its way makes the first message ask again.
    const epoch = settings.epoch();
    const identified = await settings.access.identify(socket.handshake.headers, token, name);
    if (!identified.ok) throw new Refusal(identified.failure.reason);
    const identity = identified.value;
    refuseOldClient(socket, identity.kind === 'service');
    const authorised = await settings.access.authorise(identity, name);
    if (!authorised.ok) throw new Refusal(authorised.failure.reason);
    attendance.enter(socket, identity);
    return new Visit(socket, identity, name, authorised.value === 'write', epoch);
  }
}

// The reason goes to the client as Hocuspocus sends any other, which a closed upgrade could not. A service may leave its
// version out: it is installed together with this server.
function refuseOldClient(socket: SyncSocket, mayOmitVersion: boolean): void {
  const version = socket.handshake.schemaVersion ?? (mayOmitVersion ? SCHEMA_VERSION : 0);
  if (version < SCHEMA_VERSION) throw new Refusal('client-too-old');
}

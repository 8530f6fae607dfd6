import type { Extension } from '@hocuspocus/server';
import { parseDocumentName, SCHEMA_VERSION } from '@studio/shared/document';
import type { SyncLimits } from './limits.ts';
import { type AccessDesk, authorOf, type Identity } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { SyncSocket } from './syncSocket.ts';
import { type SyncContext, Visit } from './visit.ts';

/** What authentication asks; `epoch` counts changes of access. */
export interface AuthenticationSettings {
  readonly access: AccessDesk;
  readonly limits: SyncLimits;
  readonly epoch: () => number;
}

/** As many people and guests are remembered before those who left are forgotten. */
const MANY_PEOPLE = 500;

/** Decides for each document that a socket asks for who asks and what they may do with it. */
export function createAuthentication(settings: AuthenticationSettings): Extension<SyncContext> {
  const socketsOf = new Map<string, Set<SyncSocket>>();
  return {
    extensionName: 'authentication',
    async onAuthenticate({ context, documentName, token, connectionConfig }) {
      const { socket } = context;
      if (!socket) throw new Refusal('signed-out');
      const name = parseDocumentName(documentName);
      if (!name.ok) throw new Refusal(name.failure.reason);
      refuseOldClient(socket, true);
      // Taken before asking: a change while the answer is on its way makes the first message ask again.
      const epoch = settings.epoch();
      const identified = await settings.access.identify(socket.handshake.headers, token, name.value);
      if (!identified.ok) throw new Refusal(identified.failure.reason);
      const identity = identified.value;
      refuseOldClient(socket, identity.kind === 'service');
      const authorised = await settings.access.authorise(identity, name.value);
      if (!authorised.ok) throw new Refusal(authorised.failure.reason);
      admitSocket(socketsOf, socket, identity, settings.limits.socketsPerPerson);
      const mayWrite = authorised.value === 'write';
      connectionConfig.readOnly = !mayWrite;
      return { visit: new Visit(socket, identity, name.value, mayWrite, epoch) };
    },
  };
}

// The reason goes to the client as Hocuspocus sends any other, which a closed upgrade could not. A service may leave its
// version out: it is installed together with this server.
function refuseOldClient(socket: SyncSocket, mayOmitVersion: boolean): void {
  const version = socket.handshake.schemaVersion ?? (mayOmitVersion ? SCHEMA_VERSION : 0);
  if (version < SCHEMA_VERSION) throw new Refusal('client-too-old');
}

function admitSocket(
  socketsOf: Map<string, Set<SyncSocket>>,
  socket: SyncSocket,
  identity: Identity,
  limit: number,
): void {
  if (identity.kind === 'service') {
    socket.isService = true;
    return;
  }
  const { kind, id } = authorOf(identity);
  const key = `${kind} ${id}`;
  if (!socketsOf.has(key) && socketsOf.size >= MANY_PEOPLE) forgetThoseWhoLeft(socketsOf);
  const sockets = socketsOf.get(key) ?? new Set();
  // Sockets that ended leave here, when somebody next asks for one of theirs.
  for (const one of sockets) if (one.hasEnded) sockets.delete(one);
  if (!sockets.has(socket) && sockets.size >= limit) throw new Refusal('rate-limited');
  socketsOf.set(key, sockets.add(socket));
}

function forgetThoseWhoLeft(socketsOf: Map<string, Set<SyncSocket>>): void {
  for (const [key, sockets] of socketsOf) {
    if ([...sockets].every((socket) => socket.hasEnded)) socketsOf.delete(key);
  }
}

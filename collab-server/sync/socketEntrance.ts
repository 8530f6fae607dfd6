import type { IncomingHttpHeaders } from 'node:http';
import type { Hocuspocus, WebSocketLike } from '@hocuspocus/server';
import type { CloseReason } from '@studio/shared/access';
import { parseDocumentName, SCHEMA_VERSION } from '@studio/shared/document';
import { SEAL_PARAMETER, unseal } from '@studio/shared/wire';
import { type Beaten, isPong } from './beat.ts';
import { withRoomForVector } from './joining/roomForVector.ts';
import { FrameTurns } from './frameTurns.ts';
import { toAddressed, tokenFrame } from './plain/plainFrames.ts';
import { readPlainRequest } from './plain/plainRequest.ts';
import { PlainSocket } from './plain/plainSocket.ts';
import { TRY_AGAIN_LATER } from './refusal.ts';
import { SealedSocket } from './sealedSocket.ts';
import { type Handshake, SyncSocket, type SyncSocketSettings } from './syncSocket.ts';
import type { Visit } from './visit.ts';
import { denialFor, isWholeFrame, readAddress } from './wire.ts';

type ClientConnection = ReturnType<Hocuspocus['handleConnection']>;

/** A name that is refused is sent back so that the client knows which; not a longer one than any real name. */
const MAX_ADDRESS_LENGTH = 200;

const HANDSHAKE_HEADERS = /^(?:sec-websocket-|connection$|upgrade$|accept|cache-control$|pragma$)/;

/** What the entrance needs: `connect` hands a new socket to Hocuspocus. */
export interface SocketEntranceSettings extends SyncSocketSettings {
  readonly connect: (socket: SyncSocket) => ClientConnection;
  /** Takes a frame that needs nothing of Hocuspocus; false for one that does. */
  readonly takeMovement: (visit: Visit, frame: Uint8Array) => boolean;
}

/** The request that a socket came with, of Node or of the web. */
export interface Knock {
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders | Headers;
}

/** An open socket that came in. */
export interface EnteredSocket extends Beaten {
  /** Takes one message of the client. */
  receive(frame: Uint8Array): void;
  /** The socket has ended. */
  leave(code: number, reason: string): void;
  close(code: number, reason: string): void;
}

/** Takes a socket in: limits its rate, checks whom its frames are for, and gives them to Hocuspocus. */
export function enterSocket(settings: SocketEntranceSettings, websocket: WebSocketLike, request: Knock): EnteredSocket {
  const plain = readPlainRequest(request.url ?? '');
  const { headers, schemaVersion } = readHandshake(request);
  // A client of plain Yjs need not know that documents have versions.
  const handshake = { headers, schemaVersion: schemaVersion ?? (plain ? SCHEMA_VERSION : undefined) };
  const isSealed = !plain && asksForSeals(request.url);
  const socket = new SyncSocket(speakingTo(websocket, plain !== undefined, isSealed), handshake, settings);
  const client = settings.connect(socket);
  if (plain) handOn(settings, socket, client, tokenFrame(plain.documentName, plain.token));
  return {
    receive(bytes) {
      const frame = isSealed ? unseal(bytes) : bytes;
      if (!socket.allowance.admits(bytes.length)) socket.closeToRetry('rate-limited');
      // The client comes back and sends again what was not acknowledged.
      else if (!frame) socket.close(TRY_AGAIN_LATER, 'damaged');
      else if (plain || !isPong(frame))
        handOn(settings, socket, client, plain ? toAddressed(frame, plain.documentName) : frame);
    },
    // Clients of plain Yjs know no such frame; their socket has a beat of its own.
    beat: () => (plain ? undefined : socket.beat()),
    leave: (code, reason) => client.handleClose({ code, reason }),
    close: (code, reason) => socket.close(code, reason),
  };
}

function speakingTo(websocket: WebSocketLike, isPlain: boolean, isSealed: boolean): WebSocketLike {
  if (isPlain) return new PlainSocket(websocket);
  return isSealed ? new SealedSocket(websocket) : websocket;
}

function asksForSeals(url = ''): boolean {
  return new URLSearchParams(url.split('?')[1]).get(SEAL_PARAMETER.name) === SEAL_PARAMETER.value;
}

function handOn(
  { takeMovement }: SocketEntranceSettings,
  socket: SyncSocket,
  client: ClientConnection,
  frame: Uint8Array | undefined,
): void {
  if (!frame) return socket.close(4400, 'invalid' satisfies CloseReason);
  const address = readAddress(frame);
  const visit = address === undefined ? undefined : socket.visits.get(address);
  if (!visit && !isOfDocument(address, socket)) return;
  if (!isWholeFrame(frame)) socket.send(denialFor(address ?? '', 'invalid' satisfies CloseReason));
  else if (!visit) client.handleMessage(withRoomForVector(frame));
  else if (!takeMovement(visit, frame)) turnsOf(visit, client).take(withRoomForVector(frame));
}

function turnsOf(visit: Visit, client: ClientConnection): FrameTurns {
  visit.turns ??= new FrameTurns((frame, edits) => {
    const { connection } = visit;
    // Closed meanwhile: what is not acknowledged stays with the client.
    if (!connection) return;
    visit.edits = edits;
    if (edits > 1) visit.socket.repeatNextStatus(connection.messageAddress, edits);
    client.handleMessage(frame);
  });
  return visit.turns;
}

function readHandshake({ url, headers: given }: Knock): Handshake {
  const all: [string, string | string[] | undefined][] = [
    ...(given instanceof Headers ? given.entries() : Object.entries(given)),
  ];
  // Kept for as long as the socket lives: what was for the handshake of the socket alone is not.
  const headers: IncomingHttpHeaders = Object.fromEntries(all.filter(([name]) => !HANDSHAKE_HEADERS.test(name)));
  if (headers['origin'] === undefined) delete headers['cookie'];
  const schema = new URLSearchParams(url?.split('?')[1]).get('schema');
  return { headers, schemaVersion: schema !== null && /^\d{1,6}$/.test(schema) ? Number(schema) : undefined };
}

// Hocuspocus keeps its state under the names that clients send, `__proto__` among them.
function isOfDocument(address: string | undefined, socket: SyncSocket): boolean {
  const [name = ''] = address?.split('\0', 1) ?? [];
  if (address !== undefined && parseDocumentName(name).ok) return true;
  if (address !== undefined && address.length <= MAX_ADDRESS_LENGTH) {
    socket.send(denialFor(address, 'unknown-document' satisfies CloseReason));
  } else socket.close(4400, 'invalid' satisfies CloseReason);
  return false;
}

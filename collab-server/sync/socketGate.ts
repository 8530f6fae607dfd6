import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hocuspocus, WebSocketLike } from '@hocuspocus/server';
import crossws from 'crossws/adapters/node';
import type { CloseReason } from '@studio/shared/access';
import { parseDocumentName, SCHEMA_VERSION } from '@studio/shared/document';
import type { Logger } from 'pino';
import { toAddressed, tokenFrame } from './plain/plainFrames.ts';
import { type PlainRequest, readPlainRequest } from './plain/plainRequest.ts';
import { PlainSocket } from './plain/plainSocket.ts';
import { type Handshake, SyncSocket, type SyncSocketSettings } from './syncSocket.ts';
import { denialFor, isWholeFrame, readAddress } from './wire.ts';

type ClientConnection = ReturnType<Hocuspocus['handleConnection']>;

/** Where browsers and job-runners connect. */
export const SYNC_PATH = '/collab';

/** A name that is refused is sent back so that the client knows which; not a longer one than any real name. */
const MAX_ADDRESS_LENGTH = 200;

/** What the gate needs: `connect` hands a new socket to Hocuspocus. */
export interface SocketGateSettings extends SyncSocketSettings {
  readonly origins: readonly string[];
  readonly logger: Logger;
  readonly connect: (socket: SyncSocket, request: Request) => ClientConnection;
}

/** Lets WebSockets in. */
export interface SocketGate {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends every socket: the clients come back, to another server or this one's successor. */
  close(): Promise<void>;
}

interface Entered {
  readonly socket: SyncSocket;
  readonly client: ClientConnection;
  /** What a client of plain Yjs asked for; undefined for one that names documents itself. */
  readonly plain: PlainRequest | undefined;
}

/** Checks path and Origin, limits frames and rates, and gives each socket to Hocuspocus. */
export function createSocketGate(settings: SocketGateSettings): SocketGate {
  const entered = new Map<string, Entered>();
  const origins = new Set(settings.origins);
  let isClosing = false;
  const adapter = crossws({
    serverOptions: { maxPayload: settings.limits.frameBytes },
    hooks: {
      upgrade: (request) => {
        const origin = request.headers.get('origin');
        if (origin === null || origins.has(origin)) return undefined;
        settings.logger.warn({ origin }, 'A page of another origin tried to connect');
        return new Response('This origin may not connect.', { status: 403 });
      },
      open: (peer) => {
        const { request } = peer;
        const { websocket } = peer as unknown as { websocket: WebSocket };
        const one = enter(settings, websocket, request);
        entered.set(peer.id, one);
        if (one.plain) receive(one, tokenFrame(one.plain.documentName, one.plain.token));
      },
      message: (peer, message) => {
        const one = entered.get(peer.id);
        if (!one) return;
        const frame = message.uint8Array();
        if (!one.socket.admits(frame.length)) one.socket.closeToRetry('rate-limited');
        else receive(one, one.plain ? toAddressed(frame, one.plain.documentName) : frame);
      },
      close: (peer, event) => {
        entered.get(peer.id)?.client.handleClose({ code: event.code ?? 1006, reason: event.reason ?? '' });
        entered.delete(peer.id);
      },
      error: (_peer, error) => settings.logger.info({ err: error }, 'A socket failed'),
    },
  });
  return {
    handleUpgrade(request, socket, head) {
      // Not parsed as a URL: a request line that is none would throw here, outside of every hook.
      const [path] = (request.url ?? '').split('?', 1);
      if (isClosing || (path !== SYNC_PATH && !readPlainRequest(request.url ?? ''))) {
        socket.end(`HTTP/1.1 ${isClosing ? '503 Service Unavailable' : '404 Not Found'}\r\nConnection: close\r\n\r\n`);
        return;
      }
      adapter.handleUpgrade(request, socket, head).catch((error: unknown) => {
        settings.logger.warn({ err: error }, 'A socket could not be opened');
        socket.destroy();
      });
    },
    async close() {
      isClosing = true;
      // "Service restart": clients connect again at once.
      for (const { socket } of entered.values()) socket.close(1012, 'restart');
      await adapter.close();
    },
  };
}

function enter(settings: SocketGateSettings, websocket: WebSocketLike, request: Request): Entered {
  const plain = readPlainRequest(request.url);
  const { headers, schemaVersion } = readHandshake(request);
  // A client of plain Yjs need not know that documents have versions.
  const handshake = { headers, schemaVersion: schemaVersion ?? (plain ? SCHEMA_VERSION : undefined) };
  const socket = new SyncSocket(plain ? new PlainSocket(websocket) : websocket, handshake, settings);
  return { socket, client: settings.connect(socket, request), plain };
}

function receive({ socket, client }: Entered, frame: Uint8Array | undefined): void {
  if (!frame) socket.close(4400, 'invalid' satisfies CloseReason);
  else if (isForDocument(frame, socket)) client.handleMessage(frame);
}

function readHandshake(request: Request): Handshake {
  const headers: IncomingHttpHeaders = Object.fromEntries(request.headers.entries());
  if (headers['origin'] === undefined) delete headers['cookie'];
  const schema = new URLSearchParams(request.url.split('?')[1]).get('schema');
  return { headers, schemaVersion: schema !== null && /^\d{1,6}$/.test(schema) ? Number(schema) : undefined };
}

// Hocuspocus keeps its state under the names that clients send, `__proto__` among them.
function isForDocument(frame: Uint8Array, socket: SyncSocket): boolean {
  const address = readAddress(frame);
  const [name = ''] = address?.split('\0', 1) ?? [];
  if (address !== undefined && parseDocumentName(name).ok) {
    if (isWholeFrame(frame)) return true;
    socket.send(denialFor(address, 'invalid' satisfies CloseReason));
  } else if (address !== undefined && address.length <= MAX_ADDRESS_LENGTH) {
    socket.send(denialFor(address, 'unknown-document' satisfies CloseReason));
  } else socket.close(4400, 'invalid' satisfies CloseReason);
  return false;
}

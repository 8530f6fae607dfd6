import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketLike } from '@hocuspocus/server';
import crossws from 'crossws/adapters/node';
import type { Logger } from 'pino';
import type { SyncLimits } from './limits.ts';
import { readPlainRequest } from './plain/plainRequest.ts';
import type { EnteredSocket } from './socketEntrance.ts';

/** Where browsers and job-runners connect. */
export const SYNC_PATH = '/collab';

/** What the gate needs: `enter` takes in a socket that was let through. */
export interface SocketGateSettings {
  readonly origins: readonly string[];
  readonly limits: SyncLimits;
  readonly logger: Logger;
  readonly enter: (websocket: WebSocketLike, request: Request) => EnteredSocket;
}

/** Lets WebSockets in. */
export interface SocketGate {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends every socket: the clients come back, to another server or this one's successor. */
  close(): Promise<void>;
}

/** Checks path and Origin, limits frames, and lets each socket in. */
export function createSocketGate(settings: SocketGateSettings): SocketGate {
  const entered = new Map<string, EnteredSocket>();
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
        entered.set(peer.id, settings.enter(websocket, request));
      },
      message: (peer, message) => entered.get(peer.id)?.receive(message.uint8Array()),
      close: (peer, event) => {
        entered.get(peer.id)?.leave(event.code ?? 1006, event.reason ?? '');
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
      for (const socket of entered.values()) socket.close(1012, 'restart');
      await adapter.close();
    },
  };
}

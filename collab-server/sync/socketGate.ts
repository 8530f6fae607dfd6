import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketLike } from '@hocuspocus/server';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import { startBeating } from './beat.ts';
import { createHeartbeat } from './heartbeat.ts';
import type { SyncLimits } from './limits.ts';
import { DirectSocket } from './outgoing/directSocket.ts';
import { createUpgrader, type Upgraded } from './outgoing/upgrader.ts';
import { partOneByOne } from './partings.ts';
import { readPlainRequest } from './plain/plainRequest.ts';
import type { EnteredSocket, Knock } from './socketEntrance.ts';

/** Where browsers and job-runners connect. */
export const SYNC_PATH = '/collab';

/** What the gate needs: `enter` takes in a socket that was let through, `onBehind` hears of a reader that was cut off. */
export interface SocketGateSettings {
  readonly origins: readonly string[];
  readonly limits: SyncLimits;
  readonly logger: Logger;
  readonly enter: (websocket: WebSocketLike, request: Knock) => EnteredSocket;
  readonly onBehind: () => void;
}

/** Lets WebSockets in. */
export interface SocketGate {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Takes nobody in any more and ends every socket, one after the other: the clients come back elsewhere. */
  close(): Promise<void>;
}

/** Checks path and Origin, limits frames, and lets each socket in. */
export function createSocketGate(settings: SocketGateSettings): SocketGate {
  const { limits, logger, enter } = settings;
  const entered = new Map<WebSocket, EnteredSocket>();
  const origins = new Set(settings.origins);
  const heartbeat = createHeartbeat(limits.heartbeatMs);
  const stopBeating = startBeating(() => entered.values(), limits.beatMs);
  const upgrade = createUpgrader(limits.frameBytes);
  const waiting = {
    waitingBytes: limits.waitingBytes,
    waitingAnswerBytes: 2 * limits.documentBytes,
    onBehind: settings.onBehind,
  };
  let isClosing = false;

  function letIn({ websocket, compression }: Upgraded, stream: Duplex, request: Knock): void {
    const one = enter(new DirectSocket(websocket, stream, waiting, compression), request);
    entered.set(websocket, one);
    heartbeat.follow(websocket);
    websocket.on('message', (frame: Buffer) => {
      heartbeat.heard(websocket);
      one.receive(frame);
    });
    websocket.on('error', (error) => logger.info({ err: error }, 'A socket failed'));
    websocket.on('close', (code, reason) => {
      entered.delete(websocket);
      heartbeat.forget(websocket);
      one.leave(code, reason.toString());
    });
  }

  return {
    handleUpgrade(request, stream, head) {
      const { origin } = request.headers;
      // Not parsed as a URL: a request line that is none would throw here, outside of every hook.
      const url = request.url ?? '';
      const [path] = url.split('?', 1);
      if (isClosing) return turnAway(stream, '503 Service Unavailable');
      if (path !== SYNC_PATH && !readPlainRequest(url)) return turnAway(stream, '404 Not Found');
      if (origin !== undefined && !origins.has(origin)) {
        logger.warn({ origin }, 'A page of another origin tried to connect');
        return turnAway(stream, '403 Forbidden');
      }
      try {
        upgrade(request, stream, head, (upgraded) => letIn(upgraded, stream, request));
      } catch (error) {
        logger.warn({ err: error }, 'A socket could not be opened');
        stream.destroy();
      }
    },
    async close() {
      isClosing = true;
      await partOneByOne([...entered.values()]);
      stopBeating();
      heartbeat.stop();
    },
  };
}

function turnAway(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
}

import type { Socket } from 'node:net';
import type { App } from './httpParts.ts';

/** Knows how many requests are being answered. */
export interface RequestCount {
  /** Resolves when none is left, or after `timeoutMs`. */
  drained(timeoutMs: number): Promise<void>;
  /** Ends every connection that is left, WebSockets too. */
  cutConnections(): void;
}

/** Counts the requests of a server from here on, at the level of node, where routes cannot be added to it any more. */
export function countRequests(app: App): RequestCount {
  let open = 0;
  const idle = new Set<() => void>();
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.server.prependListener('request', (_request, response) => {
    open += 1;
    response.once('close', () => {
      open -= 1;
      if (open === 0) for (const wake of idle) wake();
    });
  });
  return {
    async drained(timeoutMs) {
      if (open === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, timeoutMs);
      idle.add(resolve);
      await promise;
      idle.delete(resolve);
      clearTimeout(timer);
    },
    cutConnections() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

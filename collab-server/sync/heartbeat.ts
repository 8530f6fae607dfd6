import type { WebSocket } from 'ws';

/** Finds the sockets whose other end is gone without a word. */
export interface Heartbeat {
  follow(socket: WebSocket): void;
  /** It gave a sign of life. */
  heard(socket: WebSocket): void;
  forget(socket: WebSocket): void;
  stop(): void;
}

/** Asks every socket for a sign of life; whoever has not given one at the next asking is cut off. */
export function createHeartbeat(everyMs: number): Heartbeat {
  const followed = new Set<WebSocket>();
  const silent = new Set<WebSocket>();
  const timer = setInterval(() => {
    for (const socket of followed) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, everyMs);
  timer.unref();
  // One function for all sockets: there may be thousands.
  function hearPong(this: WebSocket): void {
    silent.delete(this);
  }
  return {
    follow(socket) {
      followed.add(socket);
      socket.on('pong', hearPong);
    },
    heard: (socket) => void silent.delete(socket),
    forget(socket) {
      followed.delete(socket);
      silent.delete(socket);
    },
    stop: () => clearInterval(timer),
  };
}

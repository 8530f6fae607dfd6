import type { WebSocket } from 'ws';

/** Finds the sockets whose other end is gone without a word. */
export interface Heartbeat {
  follow(socket: WebSocket): void;
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
  return {
    follow(socket) {
      const isHere = () => silent.delete(socket);
      followed.add(socket);
      socket.on('pong', isHere);
      socket.on('message', isHere);
      socket.on('close', () => {
        followed.delete(socket);
        silent.delete(socket);
      });
    },
    stop: () => clearInterval(timer),
  };
}

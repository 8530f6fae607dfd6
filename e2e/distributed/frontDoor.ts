import { connect, createServer, type Socket } from 'node:net';

/** A door of a distributed studio: what a proxy is to its collab-servers, HTTP and WebSocket alike. */
export interface FrontDoor {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens a door on a free port: each connection goes to the first of `ports` that answers. */
export async function openFrontDoor(ports: readonly number[]): Promise<FrontDoor> {
  const sockets = new Set<Socket>();
  const server = createServer((visitor) => {
    sockets.add(visitor);
    visitor.once('close', () => sockets.delete(visitor));
    passOn(visitor, ports);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The door has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function passOn(visitor: Socket, [port, ...others]: readonly number[]): void {
  if (port === undefined) {
    visitor.destroy();
    return;
  }
  const behind = connect(port, '127.0.0.1');
  behind.once('connect', () => {
    behind.pipe(visitor).pipe(behind);
    behind.once('close', () => visitor.destroy());
    visitor.once('close', () => behind.destroy());
    behind.off('error', tryNext);
    // A broken connection closes as well, and that is passed on.
    for (const socket of [behind, visitor]) socket.on('error', () => socket.destroy());
  });
  const tryNext = () => passOn(visitor, others);
  behind.once('error', tryNext);
}

import { WebSocket, WebSocketServer } from 'ws';

// The floor: each frame goes as it is to everybody else in the room. Nothing is read, merged, kept or acknowledged.
// DROP_ONE_IN makes the control of it: one delivery in so many is left out.
const dropOneIn = Number(process.env['DROP_ONE_IN'] ?? Number.POSITIVE_INFINITY);
const rooms = new Map<string, Set<WebSocket>>();
let deliveries = 0;

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket, request) => {
  const name = request.url ?? '';
  const room = rooms.get(name) ?? new Set();
  rooms.set(name, room.add(socket));
  socket.on('message', (frame: Buffer) => {
    for (const other of room) {
      if (other === socket || other.readyState !== WebSocket.OPEN) continue;
      deliveries += 1;
      if (deliveries % dropOneIn !== 0) other.send(frame);
    }
  });
  socket.on('close', () => room.delete(socket));
});
server.on('listening', () => {
  const address = server.address();
  process.send?.({ type: 'ready', port: typeof address === 'object' ? address?.port : undefined });
});
process.on('disconnect', () => process.exit(0));

import { Server } from '@hocuspocus/server';

// The peer: Hocuspocus as it comes. It authenticates nobody, checks nothing and stores nothing.
const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, stopOnSignals: false });
await server.listen();
process.on('disconnect', () => process.exit(0));
process.send?.({ type: 'ready', port: server.address.port });

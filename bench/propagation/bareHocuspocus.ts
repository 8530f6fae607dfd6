import { Server } from '@hocuspocus/server';

/** The peer: Hocuspocus as it comes, with nothing stored. Says its port to the parent and ends with it. */
const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, stopOnSignals: false });
await server.listen();
process.on('disconnect', () => process.exit(0));
process.send?.({ type: 'ready', url: `ws://127.0.0.1:${server.address.port}` });

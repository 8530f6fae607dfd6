import { readFileSync } from 'node:fs';
import { Server } from '@hocuspocus/server';
import { applyUpdate } from 'yjs';

// The peer: Hocuspocus as it comes. It authenticates nobody, checks nothing and stores nothing. With DOCUMENT_FILE every
// document begins as the update in that file, read each time as from a store.
const file = process.env['DOCUMENT_FILE'];
const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  stopOnSignals: false,
  onLoadDocument: async ({ document }) => {
    if (file !== undefined) applyUpdate(document, readFileSync(file));
  },
});
await server.listen();
process.on('disconnect', () => process.exit(0));
process.send?.({ type: 'ready', port: server.address.port });

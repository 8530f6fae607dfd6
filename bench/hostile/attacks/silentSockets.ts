import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { openRawSocket } from '../../../collab-server/sync/fixtures/rawSocket.ts';
import type { Attack } from '../attack.ts';

const SOCKETS = 500;

/** Sockets that never say who they are, half of them not even what they want. */
export const silentSockets: Attack = {
  name: 'silent',
  means: `${SOCKETS} sockets that are opened and say nothing`,
  async run({ elsewhere: { port, path }, isOver, count }) {
    const open: { close(): unknown }[] = [];
    while (!isOver()) {
      if (open.length < SOCKETS) {
        const tcp = connect(port, '127.0.0.1').on('error', () => undefined);
        open.push(openRawSocket(`ws://127.0.0.1:${port}${path}`), { close: () => tcp.destroy() });
        count(2);
      }
      await delay(5);
    }
    for (const socket of open) socket.close();
  },
};

import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { launchServer, startServerProcess } from './testing/serverProcess.ts';

test('it says where it is and how the first owner is made, and ends in order on SIGTERM with sockets open', async () => {
  const { child, ready, base, exited, output } = await startServerProcess();
  expect(ready).toMatchObject({ type: 'ready', setupUrl: expect.stringContaining('/setup?token=') });
  expect((await fetch(`${base}/health`)).status).toBe(200);
  const { port, hostname } = new URL(base);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.write(
    `GET /collab?schema=1 HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await new Promise((resolve) => socket.once('data', resolve));
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  await expect.poll(output).toContain('"msg":"stopped"');
});

test('it ends when its supervisor is gone', async () => {
  const { child, exited } = await startServerProcess();
  child.disconnect();
  expect(await exited).toBe(0);
});

test('a wrong configuration ends it with a line for each mistake', async () => {
  const { exited, output } = launchServer({ PORT: 'many' });
  expect(await exited).toBe(1);
  await expect.poll(output).toContain("PORT is 'many'; it must be a whole number from 1 to 65535.");
  expect(output()).toContain('DATABASE_URL is not set');
});

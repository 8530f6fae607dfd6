import { createServer } from 'node:net';
import { fail, ok, type Result } from '@studio/shared/result';

function tryListen(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Whether this machine lets us listen on a port, now. */
export async function checkPort(port: number): Promise<Result<void, 'port-taken'>> {
  for (const host of ['0.0.0.0', '::', '127.0.0.1']) {
    const code = await tryListen(port, host);
    if (code === 'EADDRINUSE')
      return fail('port-taken', `Port ${port} is taken by another program. Choose another: PORT=${port + 1} npm start`);
    if (code === 'EACCES')
      return fail(
        'port-taken',
        `Port ${port} may not be used without more rights. Choose another: PORT=3000 npm start`,
      );
  }
  return ok(undefined);
}

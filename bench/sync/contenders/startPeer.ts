import { randomUUID } from 'node:crypto';
import type { Dialect } from '../wire/dialect.ts';
import { hocuspocusDialect } from '../wire/hocuspocusDialect.ts';
import { relayDialect } from '../wire/relayDialect.ts';
import { yjsDialect } from '../wire/yjsDialect.ts';
import type { Contender, ContenderName, Seat } from './contender.ts';
import { startServerProcess } from './serverProcess.ts';

/** One that is compared with ours: which script, and what its clients speak. */
interface Peer {
  readonly script: string;
  readonly dialect: Dialect;
  readonly environment?: NodeJS.ProcessEnv;
}

const PEERS: Readonly<Record<Exclude<ContenderName, 'ours'>, Peer>> = {
  raw: { script: './relayServer.ts', dialect: relayDialect },
  'y-websocket': { script: './yWebsocketServer.ts', dialect: yjsDialect },
  bare: { script: './bareServer.ts', dialect: hocuspocusDialect },
  dropping: { script: './relayServer.ts', dialect: relayDialect, environment: { DROP_ONE_IN: '1000' } },
};

/** Starts a peer on a free port, on the given cores. `environment` is added to its own. */
export async function startPeer(
  name: Exclude<ContenderName, 'ours'>,
  cores: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<Contender> {
  const { script, dialect, environment: own } = PEERS[name];
  const command = { entry: new URL(script, import.meta.url), environment: { ...environment, ...own }, cores };
  let server = await startServerProcess(command);
  return {
    name,
    dialect,
    newRoom: async (seats) => {
      // A name as long as ours, since every frame of Hocuspocus carries it.
      const document = `project/${randomUUID()}`;
      const seat: Seat = { port: Number(server.ready['port']), path: `/${document}`, document, token: 'any' };
      return Array.from({ length: seats }, () => seat);
    },
    cpuSeconds: () => server.cpuSeconds(),
    databaseCpuSeconds: () => 0,
    settleIn: () => undefined,
    memory: () => server.memory(),
    async restart() {
      await server.stop('killed');
      server = await startServerProcess(command);
    },
    stop: () => server.stop(),
  };
}

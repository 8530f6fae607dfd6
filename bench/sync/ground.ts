import { cpus } from 'node:os';
import type { Contender, ContenderName } from './contenders/contender.ts';
import { startPeer } from './contenders/startPeer.ts';
import { type OurContender, prepareStudio, type Studio } from './contenders/studio.ts';

/** Where contenders come from, one at a time. */
export interface Ground {
  /** What programs get of the environment: where others and compiled code are. */
  readonly environment: NodeJS.ProcessEnv;
  /** Starts one; the documents of bare begin as the update in `documentFile`. */
  start(name: ContenderName, documentFile?: string): Promise<Contender>;
  /** Ours, with what only a studio has. */
  startOurs(): Promise<OurContender>;
  /** Lets go of what contenders share. */
  stop(): Promise<void>;
}

/** How the machine is shared out, as taskset names cores; undefined leaves it to the system. */
export interface Cores {
  readonly server?: string;
  readonly generator?: string;
  readonly database?: string;
}

/** A core for the server and the rest for the load, where there are two or more; the database goes where there is room. */
export function shareOutCores(): Cores {
  const last = cpus().length - 1;
  if (process.platform !== 'linux' || last < 1) return {};
  return { server: '0', generator: last === 1 ? '1' : `1-${last}`, database: `0-${last}` };
}

/** Prepares the ground; the studio's database is started when ours is first asked for. */
export function prepareGround(cores: Cores, environment: NodeJS.ProcessEnv): Ground {
  const own = { PATH: environment['PATH'], NODE_COMPILE_CACHE: environment['NODE_COMPILE_CACHE'] };
  let studio: Promise<Studio> | undefined;
  const startOurs = async () => (await (studio ??= prepareStudio(own, cores.database))).startServer(cores.server);
  return {
    environment: own,
    start(name, documentFile) {
      if (name === 'ours') return startOurs();
      return startPeer(name, cores.server, documentFile === undefined ? own : { ...own, DOCUMENT_FILE: documentFile });
    },
    startOurs,
    stop: async () => (await studio)?.stop(),
  };
}

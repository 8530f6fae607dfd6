import type { Contender, ContenderName } from './contenders/contender.ts';
import { startPeer } from './contenders/startPeer.ts';
import { type OurContender, prepareStudio, type Studio } from './contenders/studio.ts';
import type { Cores } from './placement.ts';

/** Where contenders come from, one at a time. */
export interface Ground {
  /** What programs get of the environment: where others and compiled code are. */
  readonly environment: NodeJS.ProcessEnv;
  /** Starts one. */
  start(name: ContenderName): Promise<Contender>;
  /** Starts ours, with what only a studio has. */
  startOurs(): Promise<OurContender>;
  /** Starts bare Hocuspocus whose documents begin as the update in a file. */
  startBareFrom(documentFile: string): Promise<Contender>;
  /** Lets go of what contenders share. */
  stop(): Promise<void>;
}

/** How contenders are started: each anew, or kept from one cell to the next where time is short. */
export interface GroundSettings {
  readonly cores: Cores;
  readonly environment: NodeJS.ProcessEnv;
  readonly keepsRunning: boolean;
}

/** Prepares the ground; the studio's database is started when ours is first asked for. */
export function prepareGround({ cores, environment, keepsRunning }: GroundSettings): Ground {
  const own = { PATH: environment['PATH'], NODE_COMPILE_CACHE: environment['NODE_COMPILE_CACHE'] };
  let studio: Promise<Studio> | undefined;
  const running = new Map<ContenderName, Promise<Contender>>();
  const keep = <Started extends Contender>(name: ContenderName, start: () => Promise<Started>): Promise<Started> => {
    if (!keepsRunning) return start();
    const started = running.get(name) ?? start();
    running.set(name, started);
    // Stopped at the end; the name says which kind it is.
    return started.then((contender) => ({ ...(contender as Started), stop: async () => undefined }));
  };
  const startOurs = () => keep('ours', async () => (await (studio ??= prepareStudio(own, cores))).startServer());
  return {
    environment: own,
    start: (name) => (name === 'ours' ? startOurs() : keep(name, () => startPeer(name, cores.server, own))),
    startOurs,
    startBareFrom: (documentFile) => startPeer('bare', cores.server, { ...own, DOCUMENT_FILE: documentFile }),
    async stop() {
      for (const contender of running.values()) await (await contender).stop();
      await (await studio)?.stop();
    },
  };
}

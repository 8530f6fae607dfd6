import { type Configuration, readConfiguration } from '@studio/shared/configuration';
import { banner } from './banner.ts';
import { checkPort } from './checkPort.ts';
import { dataFolderOf } from './childEnvironments.ts';
import { helpText, parseCommandLine } from './commandLine.ts';
import { lockDataFolder, makeDataFolder } from './dataFolderLock.ts';
import { endOrphans } from './orphans.ts';
import { Studio, type StudioEntries } from './studio.ts';

const SAME_KEYPRESS_MS = 1000;

export interface RunStudioOptions {
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly entries: StudioEntries;
  readonly clock: () => number;
}

/** A configuration mistake or a machine that is not ready: printed as it is, without a stack. */
class StartRefused extends Error {}

function configure(options: RunStudioOptions, role: string | undefined): Configuration {
  const environment = role === undefined ? options.environment : { ...options.environment, STUDIO_ROLE: role };
  const isRunner = environment.STUDIO_ROLE === 'runner';
  const read = readConfiguration(environment, isRunner ? (['DATABASE_URL', 'STUDIO_SERVICE_KEY'] as const) : []);
  if (!read.ok)
    throw new StartRefused(
      `The studio cannot start with this configuration:\n\n${read.failure.message}\n\nnpm start -- --help lists all settings.`,
    );
  return read.value;
}

/** Runs the studio until it is asked to stop; resolves with the exit code. */
export async function runStudio(options: RunStudioOptions): Promise<number> {
  const line = parseCommandLine(options.args);
  try {
    if (!line.ok) throw new StartRefused(line.failure.message);
    if (line.value.wantsHelp) {
      console.log(helpText());
      return 0;
    }
    const configuration = configure(options, line.value.role);
    const folder = dataFolderOf(configuration);
    const made = makeDataFolder(folder);
    if (!made.ok) throw new StartRefused(made.failure.message);
    const lock = lockDataFolder(folder, options.clock);
    if (!lock.ok) throw new StartRefused(lock.failure.message);
    try {
      await endOrphans(folder);
      if (configuration.STUDIO_ROLE !== 'runner') {
        const port = await checkPort(configuration.PORT);
        if (!port.ok) throw new StartRefused(port.failure.message);
      }
      return await superviseUntilStopped(options, configuration, line.value.isVerbose);
    } finally {
      lock.value.release();
    }
  } catch (error) {
    if (error instanceof StartRefused) console.error(error.message);
    else console.error(error);
    return 1;
  }
}

async function superviseUntilStopped(
  options: RunStudioOptions,
  configuration: Configuration,
  isVerbose: boolean,
): Promise<number> {
  const ending = Promise.withResolvers<number>();
  const studio = new Studio({
    configuration,
    inherited: options.environment,
    entries: options.entries,
    terminalLevel: isVerbose ? 'trace' : 'warn',
    onGivenUp: (reason) => {
      console.error(`The studio stops: ${reason}`);
      ending.resolve(1);
    },
  });
  const stopListening = listenForStop(options.clock, {
    stop: () => ending.resolve(0),
    force: () => {
      console.log('Stopping at once.');
      void studio.kill().finally(() => process.exit(130));
    },
  });
  // A start that takes long can be interrupted: whichever comes first decides.
  const starting = studio.start().then(
    (started) => console.log(banner(configuration, started)),
    (error: unknown) => {
      console.error(`The studio did not start: ${error instanceof Error ? error.message : String(error)}`);
      ending.resolve(1);
    },
  );
  const code = await Promise.race([ending.promise, starting.then(() => ending.promise)]);
  console.log('Stopping …');
  await studio.stop();
  stopListening();
  console.log('Stopped. Everything that was acknowledged is kept.');
  return code;
}

/**
 * Calls `stop` at the first signal, or when the process that started us is gone, and `force` at a later one. One Ctrl-C may arrive twice, from
 * the terminal and from npm, so what follows within a second is the same keypress.
 */
function listenForStop(clock: () => number, actions: { stop: () => void; force: () => void }): () => void {
  let firstAt: number | undefined;
  let isForced = false;
  const onSignal = (): void => {
    if (firstAt === undefined) {
      firstAt = clock();
      actions.stop();
    } else if (!isForced && clock() - firstAt > SAME_KEYPRESS_MS) {
      isForced = true;
      actions.force();
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  process.on('disconnect', onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('disconnect', onSignal);
  };
}

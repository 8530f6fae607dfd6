import { pino } from 'pino';
import { readCollabConfiguration } from './configuration.ts';
import { startServer } from './server.ts';

const STOP_WITHIN_MS = 20_000;

const read = readCollabConfiguration(process.env);
if (!read.ok) {
  console.error(`The collab-server cannot start with this configuration:\n\n${read.failure.message}`);
  process.exit(1);
}
const configuration = read.value;
const log = pino({ level: configuration.logLevel, base: { process: 'collab-server', pid: process.pid } });

let stopping: Promise<void> | undefined;
const starting = startServer(configuration, log, Date.now);

/** Stops once, in order; what a bug keeps open does not keep the process. */
function stop(why: string): void {
  stopping ??= starting.then(async (server) => {
    log.info({ why }, 'stopping');
    setTimeout(() => {
      log.error({ code: 'stop.late' }, 'stopping took too long');
      process.exit(1);
    }, STOP_WITHIN_MS).unref();
    await server.stop();
    log.info('stopped');
    process.exit(0);
  });
}

// A supervisor that is gone, however it went, closes this channel.
process.once('disconnect', () => stop('the supervisor is gone'));
process.once('SIGTERM', () => stop('SIGTERM'));
process.once('SIGINT', () => stop('SIGINT'));

try {
  const { url, setupUrl } = await starting;
  log.info({ url }, 'listening');
  if (setupUrl) log.info({ setupUrl }, 'no owner yet: this link makes the first one');
  process.send?.({ type: 'ready', url, ...(setupUrl ? { setupUrl } : {}) });
} catch (error) {
  log.fatal({ err: error }, 'the collab-server did not start');
  process.exit(1);
}

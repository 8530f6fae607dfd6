import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { pino } from 'pino';
import { readRunnerConfiguration } from './configuration.ts';
import { startRunner } from './startRunner.ts';

const STOP_WITHIN_MS = 20_000;

const read = readRunnerConfiguration(process.env);
if (!read.ok) {
  console.error(`The job-runner cannot start with this configuration:\n\n${read.failure.message}`);
  process.exit(1);
}
const configuration = read.value;
const log = pino({ level: configuration.logLevel, base: { process: 'job-runner', pid: process.pid } });
const runnerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;

let stopping: Promise<void> | undefined;
const starting = startRunner({ configuration, runnerId, log, clock: Date.now });

/** Stops once, in order; what a bug keeps open does not keep the process. */
function stop(why: string): void {
  stopping ??= starting.then(async (runner) => {
    log.info({ why }, 'stopping');
    setTimeout(() => {
      log.error({ code: 'stop.late' }, 'stopping took too long');
      process.exit(1);
    }, STOP_WITHIN_MS).unref();
    await runner.stop();
    log.info('stopped');
    process.exit(0);
  });
}

// A supervisor that is gone, however it went, closes this channel.
process.once('disconnect', () => stop('the supervisor is gone'));
process.once('SIGTERM', () => stop('SIGTERM'));
process.once('SIGINT', () => stop('SIGINT'));

try {
  await starting;
  log.info({ runnerId, workers: configuration.workers.length }, 'ready');
  process.send?.({ type: 'ready' });
} catch (error) {
  log.fatal({ err: error }, 'the job-runner did not start');
  process.exit(1);
}

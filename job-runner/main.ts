import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { STOP_WITHIN_MS, stopWhenAsked } from '@studio/shared/service';
import { pino } from 'pino';
import { readRunnerConfiguration } from './configuration.ts';
import { startRunner } from './startRunner.ts';

const read = readRunnerConfiguration(process.env);
if (!read.ok) {
  console.error(`The job-runner cannot start with this configuration:\n\n${read.failure.message}`);
  process.exit(1);
}
const configuration = read.value;
const log = pino({ level: configuration.logLevel, base: { process: 'job-runner', pid: process.pid } });
const runnerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;

const starting = startRunner({ configuration, runnerId, log, clock: Date.now });
stopWhenAsked({ host: process, starting, withinMs: STOP_WITHIN_MS['job-runner'], log });

try {
  await starting;
  log.info({ runnerId, workers: configuration.workers.length }, 'ready');
  process.send?.({ type: 'ready' });
} catch (error) {
  log.fatal({ err: error }, 'the job-runner did not start');
  process.exit(1);
}

import { STOP_WITHIN_MS, stopWhenAsked } from '@studio/shared/service';
import { pino } from 'pino';
import { readCollabConfiguration } from './configuration.ts';
import { startServer } from './server.ts';

const read = readCollabConfiguration(process.env);
if (!read.ok) {
  console.error(`The collab-server cannot start with this configuration:\n\n${read.failure.message}`);
  process.exit(1);
}
const configuration = read.value;
const log = pino({ level: configuration.logLevel, base: { process: 'collab-server', pid: process.pid } });

const starting = startServer(configuration, log, Date.now);
stopWhenAsked({ host: process, starting, withinMs: STOP_WITHIN_MS['collab-server'], log });

try {
  const { url, setupUrl } = await starting;
  log.info({ url }, 'listening');
  if (setupUrl) log.info({ setupUrl }, 'no owner yet: this link makes the first one');
  process.send?.({ type: 'ready', url, ...(setupUrl ? { setupUrl } : {}) });
} catch (error) {
  log.fatal({ err: error }, 'the collab-server did not start');
  process.exit(1);
}

import type { Logger as PinoLogger } from 'pino';

/** The log that every part writes to; ids of intents and projects travel as bindings. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'child'>;

import type { Connection } from '@hocuspocus/server';
import type { Visit } from './visit.ts';
import { requestMissing } from './wire.ts';

/** Asks a client for everything that the document lacks, and remembers that its answer is not one of the handshake. */
export function askForMissing(connection: Connection, visit: Visit): void {
  visit.answersDue += 1;
  requestMissing(connection);
}

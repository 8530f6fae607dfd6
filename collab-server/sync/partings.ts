import { setTimeout as delay } from 'node:timers/promises';

/** The WebSocket code "service restart": clients connect again at once. */
export const SERVICE_RESTART = 1012;

/** Each socket gets this long before the next one is told to leave, so that whoever takes them in has time for each. */
const BETWEEN_MS = 5;
/** Telling all of them never takes longer than this: the process has to end. */
const AT_MOST_MS = 1000;
const STEP_MS = 20;

/** What can be told to leave. */
export interface Parting {
  close(code: number, reason: string): void;
}

/**
 * Tells sockets to connect again, to another server or this one's successor: not all at one moment, because two hundred
 * that come at once wait for each other. Whoever was not told yet works on. Resolves when all were told.
 */
export async function partOneByOne(sockets: readonly Parting[]): Promise<void> {
  const steps = Math.max(1, Math.ceil(Math.min(AT_MOST_MS, sockets.length * BETWEEN_MS) / STEP_MS));
  const each = Math.ceil(sockets.length / steps);
  for (let told = 0; told < sockets.length; told += each) {
    if (told > 0) await delay(STEP_MS);
    for (const socket of sockets.slice(told, told + each)) socket.close(SERVICE_RESTART, 'restart');
  }
}

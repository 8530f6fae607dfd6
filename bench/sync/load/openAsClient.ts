import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Opened, Opening } from './openingClient.ts';

const CLIENT = fileURLToPath(new URL('./openingClient.ts', import.meta.url));
const OPEN_WITHIN_MS = 60_000;

/** Opens a document in a process of its own that has nothing of it yet. Throws with that one's last words when it cannot. */
export async function openAsClient(opening: Opening, environment: NodeJS.ProcessEnv): Promise<Opened> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLIENT, JSON.stringify(opening)], {
    env: environment,
    timeout: OPEN_WITHIN_MS,
  });
  return JSON.parse(stdout) as Opened;
}

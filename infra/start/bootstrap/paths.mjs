import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the bootstrap remembers between starts; `npm ci` clears it, and nothing is lost by that. */
export const cacheFolder = join(root, 'node_modules', '.cache', 'studio');

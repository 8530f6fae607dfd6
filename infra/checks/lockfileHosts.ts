import { z } from 'zod';

const lockfile = z.object({ packages: z.record(z.string(), z.object({ resolved: z.string().optional() })) });

/** Names the packages whose recorded download address is not the public registry's: they would not install elsewhere. */
export function findForeignHosts(packageLock: unknown): string[] {
  return Object.entries(lockfile.parse(packageLock).packages).flatMap(([name, { resolved }]) => {
    if (resolved === undefined || !/^[a-z+]+:/.test(resolved)) return [];
    const url = new URL(resolved);
    return url.hostname === 'registry.npmjs.org'
      ? []
      : [
          `package-lock.json: ${name} is to be downloaded from ${url.host}. Run npm install with the .npmrc of this repository.`,
        ];
  });
}

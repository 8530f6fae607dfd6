import { z } from 'zod';

const lockedPackage = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});

/** A package-lock.json, as far as we look at it. */
export const lockfile = z.looseObject({ packages: z.record(z.string(), lockedPackage) });

/** A parsed package-lock.json. */
export type Lockfile = z.infer<typeof lockfile>;

const SYSTEMS = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
  windows: 'win32',
};
const PROCESSORS = {
  arm64: 'arm64',
  x64: 'x64',
  ia32: 'ia32',
  arm: 'arm',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  '64': 'x64',
};
const LIBRARIES = { musl: 'musl', gnu: 'glibc' };

/** Names the packages whose recorded download address is not the public registry's: they would not install elsewhere. */
export function findForeignHosts({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([name, { resolved }]) => {
    if (resolved === undefined || !/^[a-z+]+:/.test(resolved)) return [];
    const url = new URL(resolved);
    if (url.hostname === 'registry.npmjs.org') return [];
    return [
      `package-lock.json: ${name} is to be downloaded from ${url.host}. Run npm install with the .npmrc of this repository.`,
    ];
  });
}

/** Where Node looks for `name` from the package at `path`: beside it, then in each folder above. */
function placesFor(path: string, name: string): string[] {
  const folders = path.split('node_modules/').slice(0, -1);
  const places = folders.map((_, depth) => `${folders.slice(0, depth + 1).join('node_modules/')}node_modules/${name}`);
  return [`${path}/node_modules/${name}`, ...places.reverse(), `node_modules/${name}`];
}

/**
 * The optional packages, such as binaries for other systems, that a lockfile leaves out, each with the entry that it should have. `npm ci` refuses
 * a lockfile without them; npm leaves them out when the registry at hand does not carry them. Versions that are ranges are left alone.
 */
export function missingOptionalPackages({ packages }: Lockfile): Readonly<Record<string, unknown>> {
  const missing: Record<string, unknown> = {};
  for (const [path, { optionalDependencies }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) continue;
      if (placesFor(path, name).some((place) => place in packages)) continue;
      missing[`node_modules/${name}`] = { version, ...platformOf(name), optional: true };
    }
  }
  return missing;
}

/** The system, processor and C library that a package of binaries is for, read from its name. */
function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } {
  const words = name.split(/[/-]/);
  const find = (table: Readonly<Record<string, string>>) =>
    Object.entries(table).find(([word]) => words.includes(word))?.[1];
  const [os, cpu, libc] = [find(SYSTEMS), find(PROCESSORS), find(LIBRARIES)];
  return {
    ...(os === undefined ? {} : { os: [os] }),
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(libc === undefined ? {} : { libc: [libc] }),
  };
}

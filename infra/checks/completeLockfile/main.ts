import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Lockfile, lockfile, missingOptionalPackages } from '../lockfile.ts';

// Run after npm install on a registry that does not carry the packages for other systems: adds what npm left out.
const file = fileURLToPath(new URL('../../../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8')) as Lockfile;
const missing = missingOptionalPackages(lockfile.parse(lock));
const packages = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, undefined, 2)}\n`);
console.log(`Added ${Object.keys(missing).length} packages for other systems to package-lock.json.`);

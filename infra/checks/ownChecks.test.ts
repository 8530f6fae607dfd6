import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { findForeignHosts, missingOptionalPackages } from './lockfile.ts';
import { checkSizes } from './sizes.ts';
import { findOversize } from './steps.ts';

const long = { filename: 'client/a.ts', message: 'File has too many lines (412).' };

test('a file or function over the limit is named', () => {
  expect(checkSizes([long], {})).toEqual([expect.stringContaining('client/a.ts: File has too many lines (412).')]);
});

test('a waiver admits exactly what it says and has to shrink with the file', () => {
  expect(checkSizes([long], { 'client/a.ts': 412 })).toEqual([]);
  expect(checkSizes([long], { 'client/a.ts': 411 })).toHaveLength(1);
  expect(checkSizes([long], { 'client/a.ts': 430 })).toEqual([expect.stringContaining('from 430 to 412')]);
  expect(checkSizes([], { 'client/a.ts': 412 })).toEqual([expect.stringContaining('remove it')]);
});

test('real long files and functions are found with their lengths', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'studio-sizes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'file.ts'), 'run();\n'.repeat(401));
  writeFileSync(join(folder, 'function.ts'), `export function long() {\n${'run();\n'.repeat(60)}}\n`);
  const problems = checkSizes(await findOversize([folder]), {});
  expect(problems).toHaveLength(2);
  expect(problems.join()).toContain('(401)');
  expect(problems.join()).toContain('(62)');
});

test('a download address of another registry is named', () => {
  const packages = {
    '': {},
    'node_modules/good': { resolved: 'https://registry.npmjs.org/good/-/good-1.0.0.tgz' },
    'node_modules/own': { resolved: 'client' },
    'node_modules/bad': { resolved: 'https://packages.example.com/bad/-/bad-1.0.0.tgz' },
  };
  expect(findForeignHosts({ packages })).toEqual([expect.stringMatching(/node_modules\/bad .*packages\.example\.com/)]);
});

test('a package for another system that the lockfile leaves out is named with its entry', () => {
  const optionalDependencies = {
    '@tool/win32-arm64': '2.0.0',
    '@tool/linux-x64-musl': '2.0.0',
    '@tool/here': '2.0.0',
    nested: '1.0.0',
  };
  const packages = {
    'node_modules/tool': { version: '2.0.0', optionalDependencies },
    'node_modules/@tool/here': { version: '2.0.0' },
    'node_modules/tool/node_modules/nested': { version: '1.0.0' },
  };
  expect(missingOptionalPackages({ packages })).toEqual({
    'node_modules/@tool/win32-arm64': { version: '2.0.0', os: ['win32'], cpu: ['arm64'], optional: true },
    'node_modules/@tool/linux-x64-musl': {
      version: '2.0.0',
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
      optional: true,
    },
  });
});

test('the linter that ships with the check loads the house rules', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const printed = execFileSync(join(root, 'node_modules/.bin/oxlint'), ['--print-config'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(printed).toContain('house/import-arrows');
});

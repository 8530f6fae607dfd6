import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleTester } from 'oxlint/plugins-dev';

/** A lint rule of our own, in oxlint's plugin format. */
export type HouseRule = Parameters<RuleTester['run']>[1];

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A file's path from the root of the repository, with forward slashes. */
export function repositoryPath(filename: string): string {
  return relative(root, filename).split(sep).join('/');
}

/** Whether the file is a test, or exists for tests and measurements only. */
export function isTestFile(path: string): boolean {
  return /\.(test|e2e)\.tsx?$/.test(path) || /^(bench|e2e)\//.test(path) || /\/(fixtures|testing|fuzz)\//.test(path);
}

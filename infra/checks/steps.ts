import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { findForeignHosts, lockfile, missingOptionalPackages } from './lockfile.ts';
import { checkSizes, type OversizeReport } from './sizes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One step of the check: resolves with what is wrong, as text to print, or with nothing. */
export interface CheckStep {
  readonly name: string;
  run(): Promise<string>;
}

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function runTool(name: string, args: readonly string[]): Promise<Output> {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  return new Promise((resolve) => {
    const options = { cwd: root, env, maxBuffer: 64 << 20 };
    execFile(join(root, 'node_modules', '.bin', name), args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** npm and turbo frame each compiler message with several lines of their own. */
function withoutNoise(output: string): string {
  const noise =
    /^(\S+: )?(npm (warn|error)|> |cache (miss|hit)|• |\s+• )|ERROR|^(Tasks|Cached|Time|Failed):|^\S*:?\s*$|WARNING/;
  return output
    .split('\n')
    .filter((line) => !noise.test(line.trimStart()))
    .join('\n')
    .trim();
}

function toolStep(name: string, tool: string, args: readonly string[]): CheckStep {
  return {
    name,
    async run() {
      const { code, stdout, stderr } = await runTool(tool, args);
      return code === 0 ? '' : withoutNoise(`${stdout}\n${stderr}`) || `${tool} failed with code ${code}`;
    },
  };
}

const oxlintReport = z.object({ diagnostics: z.array(z.object({ filename: z.string(), message: z.string() })) });

/** Files and functions over the limits of the house, under `paths` or in the whole repository. */
export async function findOversize(paths: readonly string[] = []): Promise<OversizeReport[]> {
  const config = join(root, 'infra', 'checks', 'sizes.oxlintrc.json');
  const { stdout } = await runTool('oxlint', ['-c', config, '--disable-nested-config', '-f', 'json', ...paths]);
  return oxlintReport.parse(JSON.parse(stdout)).diagnostics;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

const sizes: CheckStep = {
  name: 'sizes of files and functions',
  async run() {
    const waivers = z.record(z.string(), z.number()).parse(readJson('infra/checks/sizeWaivers.json'));
    return checkSizes(await findOversize(), waivers).join('\n');
  },
};

const packageLock: CheckStep = {
  name: 'package-lock.json installs anywhere',
  async run() {
    const lock = lockfile.parse(readJson('package-lock.json'));
    const missing = Object.keys(missingOptionalPackages(lock));
    const incomplete = `package-lock.json lacks ${missing.join(', ')}. Run: node infra/checks/completeLockfile/main.ts`;
    return [...findForeignHosts(lock), ...(missing.length > 0 ? [incomplete] : [])].join('\n');
  },
};

/** All steps of `npm run check`, the slowest first. */
export const checkSteps: readonly CheckStep[] = [
  toolStep('types', 'turbo', ['run', 'typecheck', '--output-logs=errors-only', '--concurrency=2', '--continue']),
  toolStep('unused files, exports, packages', 'knip', ['--no-progress', '--no-config-hints']),
  toolStep('lint with types, import arrows, cycles', 'oxlint', ['-f', 'unix']),
  toolStep('format', 'biome', ['format', '--reporter=summary', '.']),
  sizes,
  packageLock,
];

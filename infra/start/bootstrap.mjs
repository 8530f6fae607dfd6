// What `npm start`, `npm test` and the other scripts run. It has to work on a clean clone under the Node that the machine has (20 or newer),
// so it is plain JavaScript without packages; everything else is TypeScript under Node 24.
import { delimiter, dirname, join, resolve } from 'node:path';
import { chooseNode, fetchNode, nodeVersion } from './bootstrap/chooseNode.mjs';
import { ensureClientBuilt } from './bootstrap/clientBuild.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { cacheFolder, root } from './bootstrap/paths.mjs';
import { runInForeground } from './bootstrap/runCommand.mjs';
import { runAllTests } from './bootstrap/runTests.mjs';
import { ensurePrograms, forStart, missingNotice } from './bootstrap/systemPrograms.mjs';

/** Installs what the given mode needs and resolves with the path of Node 24. */
async function prepare() {
  await ensurePackages(root);
  const node = await chooseNode({
    version: process.versions.node,
    execPath: process.execPath,
    memory: join(cacheFolder, 'node-path'),
    fetch: fetchNode,
    versionOf: nodeVersion,
  });
  // Tools that say `#!/usr/bin/env node` get the same Node.
  process.env.PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  // Compiled code is kept between starts, which halves the time that the processes need to load.
  process.env.NODE_COMPILE_CACHE ??= join(cacheFolder, 'compiled');
  return node;
}

/** @param {readonly string[]} args */
async function start(args) {
  const node = await prepare();
  if (!args.includes('--help')) {
    const missing = await ensurePrograms(forStart, { always: false });
    if (missing.length > 0) console.log(missingNotice(missing));
    await ensureClientBuilt(root, node);
  }
  return runInForeground(node, [join(root, 'infra', 'start', 'main.ts'), ...args], { cwd: root });
}

async function test() {
  let tally = { passed: 0, failed: 1 };
  try {
    tally = await runAllTests(await prepare());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed === 0 ? 0 : 1;
}

/** @param {readonly string[]} args a TypeScript file and its arguments */
async function run(args) {
  const [file, ...rest] = args;
  if (file === undefined) throw new Error('Say which file to run: bootstrap.mjs run FILE [ARGUMENTS]');
  const node = await prepare();
  return runInForeground(node, [resolve(root, file), ...rest], { cwd: root });
}

/** @type {Record<string, (args: readonly string[]) => Promise<number>>} */
const modes = { start, test, run, check: (args) => run(['infra/checks/main.ts', ...args]) };

const [mode = 'start', ...args] = process.argv.slice(2);
try {
  const perform = modes[mode];
  if (!perform) throw new Error(`There is no mode '${mode}': it must be ${Object.keys(modes).join(', ')}.`);
  process.exitCode = await perform(args);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureClientBuilt } from './clientBuild.mjs';
import { root } from './paths.mjs';
import { runInForeground } from './runCommand.mjs';
import { ensurePrograms, forTests, installAdvice } from './systemPrograms.mjs';

/** @typedef {{ passed: number, failed: number }} Tally */

/**
 * Counts what a run of vitest reports. A skipped test counts as failed, because nothing was proved; so does a run that broke outside of its tests.
 * @param {string | undefined} report the text of vitest's JSON report; undefined when there is none
 * @param {number} exitCode of vitest
 * @returns {Tally}
 */
export function tallyReport(report, exitCode) {
  if (report === undefined) return { passed: 0, failed: 1 };
  const counts =
    /** @type {Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>} */ (
      JSON.parse(report)
    );
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = counts;
  const failed = numFailedTests + numPendingTests + numTodoTests;
  return { passed: numPassedTests, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}

/**
 * @param {string} node
 * @param {readonly string[]} projects of vitest.config.ts
 * @returns {Promise<Tally>}
 */
async function runVitest(node, projects) {
  const folder = mkdtempSync(join(tmpdir(), 'studio-tests-'));
  const reportFile = join(folder, 'report.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const args = [vitest, 'run', ...projects.flatMap((name) => ['--project', name]), ...reporters];
  const code = await runInForeground(node, args, { cwd: root });
  const report = existsSync(reportFile) ? readFileSync(reportFile, 'utf8') : undefined;
  rmSync(folder, { recursive: true, force: true });
  return tallyReport(report, code);
}

/**
 * @param {() => Promise<unknown>} work that throws or resolves with an exit code
 * @returns {Promise<Tally>}
 */
async function tallyStep(work) {
  try {
    const code = await work();
    return code === undefined || code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

async function requirePrograms() {
  const missing = await ensurePrograms(forTests, { always: true });
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  throw new Error(`The tests need ${names}, and it could not be installed: ${installAdvice(missing)}`);
}

/**
 * Runs the check and every test, and resolves with the sums.
 * @param {string} node path of the Node that runs them
 * @returns {Promise<Tally>}
 */
export async function runAllTests(node) {
  const tallies = [await tallyStep(requirePrograms)];
  tallies.push(await tallyStep(() => runInForeground(node, [join(root, 'infra', 'checks', 'main.ts')], { cwd: root })));
  tallies.push(await runVitest(node, ['node', 'client']));
  tallies.push(await tallyStep(() => ensureClientBuilt(root, node)));
  tallies.push(await runVitest(node, ['e2e']));
  return tallies.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }));
}

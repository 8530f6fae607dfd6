import { setTimeout as delay } from 'node:timers/promises';
import { median, quantile } from '../../harness/statistics.ts';
import { acknowledgedBy, gatherCrews, judgeCrews } from '../crews.ts';
import { atLeast, atMost } from '../figures.ts';
import type { RowPlan, ServersRow } from '../row.ts';
import { keepEditing, type SteadyEditor } from '../steadyEditor.ts';
import { startStudioOfServers } from '../studioOfServers.ts';

const EDIT_EVERY_MS = 1000;
const GAP_MS = 1000;
const PER_DOCUMENT = 10;
/** Between one server's return and the next one's end. */
const REST_MS = 1500;

/** Two servers are restarted one after the other, in order, under editors who work on; the second time all of them move. */
export const rollingRow: ServersRow = {
  name: 'rolling',
  description: 'two servers are restarted in turn under editors who work on',
  run,
};

async function run({ isShort, environment, say }: RowPlan) {
  const count = isShort ? 40 : 200;
  const studio = await startStudioOfServers({ servers: 2, editors: count, kind: 'product' }, environment);
  try {
    const crews = await gatherCrews(studio, count, PER_DOCUMENT);
    const editors = crews.flatMap((crew) => crew.editors);
    const stop = keepEditing(editors, EDIT_EVERY_MS);
    await delay(2000);
    const usualMs = median(editors.flatMap(({ spans }) => spans.map(({ from, to }) => to - from)));
    const gapsMs: number[] = [];
    for (const server of studio.servers) {
      const began = performance.now();
      await server.restart();
      say(`rolling: a server was restarted in ${((performance.now() - began) / 1000).toFixed(1)} s`);
      await delay(REST_MS);
      const until = performance.now();
      for (const editor of editors) gapsMs.push(...gapsOf(editor, began, until).map((ms) => ms - usualMs));
    }
    stop();
    const verdict = await judgeCrews(crews, say);
    return [
      atLeast('rolling.acknowledged', 'edits', acknowledgedBy(crews), count),
      atLeast('rolling.moved', 'editors', gapsMs.length, count),
      atMost('rolling.lost', 'edits', verdict.lost + verdict.missing, 0),
      atMost('rolling.invented', 'edits', verdict.invented, 0),
      atMost('rolling.unequal', 'editors', verdict.unequal, 0),
      atMost('rolling.usual.p50', 'ms', usualMs, GAP_MS),
      atMost('rolling.gap.p50', 'ms', median(gapsMs), GAP_MS),
      atMost('rolling.gap.p99', 'ms', quantile(gapsMs, 0.99), GAP_MS),
      atMost('rolling.gap.max', 'ms', Math.max(...gapsMs), 3 * GAP_MS),
    ];
  } finally {
    await studio.stop();
  }
}

/** The spans of an editor in which their socket broke; their longest, where it broke more than once. */
function gapsOf({ spans, brokeAt }: SteadyEditor, began: number, until: number): readonly number[] {
  const broken = brokeAt.filter((at) => at >= began && at <= until);
  const hit = spans.filter(({ from, to }) => broken.some((at) => from <= at && at <= to));
  return hit.length > 0 ? [Math.max(...hit.map(({ from, to }) => to - from))] : [];
}

import { setTimeout as delay } from 'node:timers/promises';
import { median } from '../../harness/statistics.ts';
import { acknowledgedBy, countUnstored, gatherCrews, judgeCrews } from '../crews.ts';
import { atLeast, atMost } from '../figures.ts';
import type { RowPlan, ServersRow } from '../row.ts';
import { keepEditing, type SteadyEditor } from '../steadyEditor.ts';
import { startStudioOfServers } from '../studioOfServers.ts';

const EDIT_EVERY_MS = 100;
const BACK_WITHIN_MS = 3000;
const PER_DOCUMENT = 10;

/** One of two servers is killed under its editors, who go on through the other; some close their laptop in that moment. */
export const failoverRow: ServersRow = {
  name: 'failover',
  description: 'kill -9 of one of two servers; its editors go on through the other',
  control: { kind: 'hasty', mustMiss: 'servers.failover.lost' },
  run,
};

async function run({ isShort, isControl, environment, say }: RowPlan) {
  const count = isShort ? 20 : 50;
  const kind = isControl ? 'hasty' : 'product';
  const studio = await startStudioOfServers({ servers: 2, editors: count, kind }, environment);
  try {
    const crews = await gatherCrews(studio, count, PER_DOCUMENT);
    const editors = crews.flatMap((crew) => crew.editors);
    // Seats go to the doors in turn: every other editor sits at the first server.
    const hit = editors.filter((_editor, index) => index % 2 === 0);
    const leaving = new Set(hit.filter((_editor, index) => index % 5 === 0));
    const stop = keepEditing(editors, EDIT_EVERY_MS);
    await delay(1500);
    const killedAt = performance.now();
    const killed = studio.servers[0]?.kill();
    for (const crew of crews) for (const editor of crew.editors) if (leaving.has(editor)) crew.left.add(editor);
    for (const editor of leaving) editor.leave();
    await killed;
    await delay(BACK_WITHIN_MS + 500);
    stop();
    const verdict = await judgeCrews(crews, say);
    const unstored = await countUnstored(studio, crews);
    const backMs = hit.filter((editor) => !leaving.has(editor)).map((editor) => backAfterMs(editor, killedAt));
    return [
      atLeast('failover.acknowledged', 'edits', acknowledgedBy(crews), 10 * count),
      atMost('failover.lost', 'edits', Math.max(unstored, verdict.lost + verdict.missing), 0),
      atMost('failover.invented', 'edits', verdict.invented, 0),
      atMost('failover.unequal', 'editors', verdict.unequal, 0),
      atMost('failover.back.p50', 'ms', median(backMs), BACK_WITHIN_MS),
      atMost('failover.back.max', 'ms', Math.max(...backMs), BACK_WITHIN_MS),
    ];
  } finally {
    await studio.stop();
  }
}

/** From the kill until everything that the editor had done was acknowledged again, by another server. */
function backAfterMs({ spans, brokeAt }: SteadyEditor, killedAt: number): number {
  const broke = brokeAt.find((at) => at >= killedAt) ?? Number.POSITIVE_INFINITY;
  return (spans.find(({ to }) => to > broke)?.to ?? Number.POSITIVE_INFINITY) - killedAt;
}

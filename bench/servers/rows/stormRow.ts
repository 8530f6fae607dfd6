import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../../harness/statistics.ts';
import { acknowledgedBy, gatherCrews, judgeCrews } from '../crews.ts';
import { atLeast, atMost } from '../figures.ts';
import type { RowPlan, ServersRow } from '../row.ts';
import { joinAsEditor } from '../steadyEditor.ts';
import { startStudioOfServers } from '../studioOfServers.ts';

const BACK_WITHIN_MS = 2000;
const PER_DOCUMENT = 10;

/** The only server dies and is started again; everybody who had a document open comes back with what they kept. */
export const stormRow: ServersRow = {
  name: 'storm',
  description: 'the only server is killed and started: everybody comes back at once',
  run,
};

async function run({ isShort, environment, say }: RowPlan) {
  const count = isShort ? 30 : 200;
  const studio = await startStudioOfServers({ servers: 1, editors: count, kind: 'product' }, environment);
  try {
    const crews = await gatherCrews(studio, count, PER_DOCUMENT);
    const editors = crews.flatMap((crew) => crew.editors);
    for (const editor of editors) editor.edit();
    await Promise.all(editors.map((editor) => editor.settled()));
    await studio.servers[0]?.kill();
    // Everybody has something to bring back.
    for (const editor of editors) editor.edit();
    await delay(500);
    const startedAt = performance.now();
    await studio.servers[0]?.start();
    const readyMs = performance.now() - startedAt;
    await Promise.all(editors.map((editor) => editor.settled()));
    const backMs = editors.map(({ spans }) => (spans.at(-1)?.to ?? Number.POSITIVE_INFINITY) - startedAt);
    const newcomersMs = await comeWithNothing(
      crews.map(({ place }) => place),
      isShort ? 10 : 50,
    );
    const verdict = await judgeCrews(crews, say);
    return [
      atLeast('storm.acknowledged', 'edits', acknowledgedBy(crews), 2 * count),
      atMost('storm.lost', 'edits', verdict.lost + verdict.missing, 0),
      atMost('storm.unequal', 'editors', verdict.unequal, 0),
      atMost('storm.ready', 'ms', readyMs, BACK_WITHIN_MS),
      atMost('storm.back.p50', 'ms', quantile(backMs, 0.5), BACK_WITHIN_MS),
      atMost('storm.back.max', 'ms', Math.max(...backMs), BACK_WITHIN_MS),
      atMost('storm.afterReady.max', 'ms', Math.max(...backMs) - readyMs, BACK_WITHIN_MS),
      atMost('storm.newcomers', 'ms', newcomersMs, BACK_WITHIN_MS),
    ];
  } finally {
    await studio.stop();
  }
}

/** As many at one moment who have nothing of their documents; how long until the last of them has. */
async function comeWithNothing(places: readonly Parameters<typeof joinAsEditor>[0][], count: number): Promise<number> {
  const began = performance.now();
  const joining = Array.from({ length: count }, (_none, index) => {
    const place = places[index % places.length];
    return place ? joinAsEditor(place, `newcomer${index}`) : Promise.reject(new Error('There is no document.'));
  });
  const newcomers = await Promise.all(joining);
  const tookMs = performance.now() - began;
  for (const newcomer of newcomers) newcomer.leave();
  return tookMs;
}

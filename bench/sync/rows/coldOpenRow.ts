import type { Measurement } from '../../harness/figure.ts';
import { median } from '../../harness/statistics.ts';
import type { Ground } from '../ground.ts';
import { openCpuWindow } from '../load/cpuWindow.ts';
import { keepInFile, keepInStudio, type LargePlan, type LargeProjects } from '../load/largeProjects.ts';
import { openAsClient } from '../load/openAsClient.ts';
import type { Opened } from '../load/openingClient.ts';
import type { Row } from '../row.ts';

/** How often a project is opened that is in the server's memory; each is opened once before it is. */
interface OpenPlan extends LargePlan {
  readonly warm: number;
}

const NODES = 10_000;
const FULL: OpenPlan = { projects: 3, warm: 3, nodes: NODES, ids: 'random' };
const SHORT: OpenPlan = { ...FULL, projects: 1, warm: 1, nodes: 1000 };
const COUNTED: LargePlan = { projects: 1, nodes: NODES, ids: 'counted' };
type Keep = (ground: Ground, plan: LargePlan) => Promise<LargeProjects>;

/** A project of 10,000 nodes, opened by somebody who has nothing of it: not in the server's memory, and there already. */
export const coldOpenRow: Row = {
  name: 'cold-open',
  description: 'A project of 10,000 nodes, 10,000 wires and 500 clips, opened by somebody who has nothing of it',
  figures: [
    { name: 'cold-screen', unit: 'ms', target: { timesBare: 0.5 } },
    { name: 'warm-screen', unit: 'ms', target: { timesBare: 0.5 } },
    { name: 'cold-live', unit: 'ms' },
    { name: 'warm-live', unit: 'ms' },
    { name: 'cpu', unit: 'ms/opening' },
    { name: 'bytes', unit: 'B' },
    { name: 'counted-bytes', unit: 'B', target: { atMost: 350_000, isClockFree: true } },
  ],
  cells(ground, size) {
    const measure = async (keep: Keep) => ({
      ...(await measureOpenings(ground, keep, size === 'full' ? FULL : SHORT)),
      // The target is one of ours alone; time is short where the size is.
      ...(size === 'full' || keep === keepInStudio ? await measureCounted(ground, keep) : {}),
    });
    return [
      { contender: 'bare', measure: () => measure(keepInFile) },
      { contender: 'ours', measure: () => measure(keepInStudio) },
    ];
  },
};

async function measureCounted(ground: Ground, keep: Keep): Promise<Measurement> {
  const opened = await withProjects(ground, keep, COUNTED, async ({ next }) =>
    openAsClient((await next()).opening, ground.environment),
  );
  return { 'counted-bytes': opened.bytes };
}

async function measureOpenings(ground: Ground, keep: Keep, plan: OpenPlan): Promise<Measurement> {
  const random = await withProjects(ground, keep, plan, async (projects) => {
    const cold: Opened[] = [];
    const warm: Opened[] = [];
    const close = openCpuWindow(projects.contender);
    for (let at = 0; at < plan.projects; at += 1) {
      const { opening, hold } = await projects.next();
      cold.push(await openAsClient(opening, ground.environment));
      if (at < plan.projects - 1) continue;
      const leave = await hold();
      for (let again = 0; again < plan.warm; again += 1) warm.push(await openAsClient(opening, ground.environment));
      await leave();
    }
    const { serverUs, foreignShare } = close();
    return { cold, warm, cpu: serverUs / 1000 / (cold.length + warm.length), foreignShare };
  });
  return {
    'cold-screen': median(random.cold.map(({ screenMs }) => screenMs)),
    'warm-screen': median(random.warm.map(({ screenMs }) => screenMs)),
    'cold-live': median(random.cold.map(({ liveMs }) => liveMs)),
    'warm-live': median(random.warm.map(({ liveMs }) => liveMs)),
    cpu: random.cpu,
    bytes: median(random.cold.map(({ bytes }) => bytes)),
    foreignShare: random.foreignShare,
  };
}

async function withProjects<Result>(
  ground: Ground,
  keep: Keep,
  plan: LargePlan,
  use: (projects: LargeProjects) => Promise<Result>,
): Promise<Result> {
  const projects = await keep(ground, plan);
  try {
    return await use(projects);
  } finally {
    await projects.stop();
  }
}

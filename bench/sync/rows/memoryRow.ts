import { setTimeout as delay } from 'node:timers/promises';
import * as Y from 'yjs';
import type { Measurement } from '../../harness/figure.ts';
import { type Contender, CONTENDERS, type ContenderName, type MemoryUse } from '../contenders/contender.ts';
import type { Ground } from '../ground.ts';
import { keepInFile, keepInStudio, type LargePlan } from '../load/largeProjects.ts';
import type { Row } from '../row.ts';
import { type ClientSocket, openClientSocket } from '../wire/clientSocket.ts';
import { serverCells } from './serverCells.ts';

const KILOBYTE = 1024;
const ENTER_AT_ONCE = 20;
const READ_EVERY_MS = 150;
const QUIET_READINGS = 4;
const MOST_READINGS = 60;
/** Less than this part of what was held before is a server that still tidies up. */
const STILL = 0.995;
/** Connections that come and go first, so that what a server makes once is not counted. */
const WARM_UP = 60;

/** What a connection to a small document costs a server that has it open, after forced collections. */
export const connectionMemoryRow: Row = {
  name: 'connection-memory',
  description: 'Connections to one small document, after a forced collection',
  figures: [
    { name: 'rss', unit: 'kB/connection', target: { timesBare: 1 } },
    { name: 'heap', unit: 'kB/connection', target: { timesBare: 1 } },
  ],
  cells: (ground, size) =>
    serverCells(ground, CONTENDERS, (contender) => measureConnections(contender, size === 'full' ? 500 : 100)),
};

/** What a project of 10,000 nodes costs a server while one client is in it. */
export const projectMemoryRow: Row = {
  name: 'project-memory',
  description: 'A project of 10,000 nodes in memory, one client in it, after a forced collection',
  figures: [
    { name: 'rss', unit: 'MB/project', target: { timesBare: 0.6 } },
    { name: 'heap', unit: 'MB/project', target: { timesBare: 0.6 } },
  ],
  cells: (ground, size) =>
    (['bare', 'ours'] as const).map((contender) => ({
      contender,
      measure: () =>
        measureProjects(ground, contender, {
          projects: size === 'full' ? 4 : 1,
          nodes: size === 'full' ? 10_000 : 1000,
          ids: 'random',
        }),
    })),
};

async function measureConnections(contender: Contender, connections: number): Promise<Measurement> {
  const seats = await contender.newRoom(connections + WARM_UP);
  const { dialect } = contender;
  const enter = async (first: number, count: number) => {
    const sockets: ClientSocket[] = [];
    while (sockets.length < count) {
      const at = first + sockets.length;
      const group = seats.slice(at, Math.min(first + count, at + ENTER_AT_ONCE));
      const state = Y.encodeStateAsUpdate(new Y.Doc());
      sockets.push(...(await Promise.all(group.map((seat) => openClientSocket(seat, { dialect, state })))));
    }
    return sockets;
  };
  const [holders, visitors] = [await enter(0, 1), await enter(1, WARM_UP - 1)];
  await Promise.all(visitors.map((socket) => socket.close()));
  const before = await settledMemory(contender);
  const sockets = await enter(WARM_UP, connections);
  const after = await settledMemory(contender);
  await Promise.all([...holders, ...sockets].map((socket) => socket.close()));
  return {
    rss: (after.rss - before.rss) / KILOBYTE / connections,
    heap: (after.heap - before.heap) / KILOBYTE / connections,
  };
}

async function measureProjects(ground: Ground, name: ContenderName, plan: LargePlan): Promise<Measurement> {
  const keep = name === 'ours' ? keepInStudio : keepInFile;
  // One more, opened before the first reading: what loading makes once is not counted.
  const projects = await keep(ground, { ...plan, projects: plan.projects + 1 });
  const leaving: (() => Promise<void>)[] = [];
  try {
    leaving.push(await (await projects.next()).hold());
    const before = await settledMemory(projects.contender);
    for (let at = 0; at < plan.projects; at += 1) leaving.push(await (await projects.next()).hold());
    const after = await settledMemory(projects.contender);
    const megabytes = (part: keyof MemoryUse) => (after[part] - before[part]) / KILOBYTE / KILOBYTE / plan.projects;
    return { rss: megabytes('rss'), heap: megabytes('heap') };
  } finally {
    for (const leave of leaving) await leave();
    await projects.stop();
  }
}

/** What is held once the work of a moment ago is over: the least, when several readings in a row found no less. */
async function settledMemory(contender: Contender): Promise<MemoryUse> {
  let least = await contender.memory();
  for (let quiet = 0, reading = 0; quiet < QUIET_READINGS && reading < MOST_READINGS; reading += 1) {
    await delay(READ_EVERY_MS);
    const next = await contender.memory();
    quiet = next.heap < least.heap * STILL ? 0 : quiet + 1;
    least = { rss: Math.min(least.rss, next.rss), heap: Math.min(least.heap, next.heap) };
  }
  return least;
}

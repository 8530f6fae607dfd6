import { randomUUID } from 'node:crypto';
import { freePort, startKillablePostgres } from '@studio/infra/testing';
import { addTakes, writeJob } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { openDatabase, type OpenDatabase } from '../../collab-server/storage/database.ts';
import { migrate } from '../../collab-server/storage/migrate.ts';
import { createPostgresJournal } from '../../collab-server/storage/postgresJournal.ts';
import { applyStored } from '../../collab-server/sync/updates/applyStored.ts';
import { seededRandom } from '../durability/seededRandom.ts';
import type { Figure } from '../harness/figure.ts';
import { median } from '../harness/statistics.ts';
import { studioDocument } from '../sync/load/studioDocument.ts';
import { createEditors } from './editors.ts';
import { keepDocument, type KeptDocument, type Written } from './keptDocument.ts';
import { rebuildFresh } from './rebuildFresh.ts';
import { takeOf } from './takeOf.ts';

/** How long the day is. An hour is what people do at one edit a second each. */
export interface GrowthPlan {
  readonly nodes: readonly number[];
  readonly people: number;
  readonly edits: number;
  readonly generations: number;
  readonly ticks: number;
  readonly say: (line: string) => void;
}

/** A working day of a studio in one project. */
export const WORKING_DAY = { nodes: [1000, 10_000], people: 20, edits: 100_000, generations: 2000, ticks: 50 } as const;

const HOUR_S = 3600;
const LOADS = 7;
/** What the journal and the states may write for each byte of an edit; and how much a day may cost. */
const TARGETS = { amplification: 3, stored: 2, reload: 1.3 } as const;

/** Runs the day on projects of several sizes, over the product's journal and folding on a PostgreSQL that logs as in production. */
export async function measureGrowth(plan: GrowthPlan): Promise<readonly Figure[]> {
  const postgres = await startKillablePostgres(await freePort(), { fsync: 'off' });
  const database = openDatabase({ url: postgres.url });
  try {
    await migrate(database.kysely);
    const figures: Figure[] = [];
    for (const nodes of plan.nodes) figures.push(...(await measureProject(plan, nodes, database)));
    return figures;
  } finally {
    await database.close();
    await postgres.stop();
  }
}

async function measureProject(plan: GrowthPlan, nodes: number, database: OpenDatabase): Promise<readonly Figure[]> {
  const random = seededRandom(nodes);
  const [doc, ledger] = [new Y.Doc(), new Y.Doc()];
  const [projectName, ledgerName] = [`project/${randomUUID()}`, `project/${randomUUID()}/ledger`];
  const first = studioDocument(nodes, 'random');
  for (const update of first) Y.applyUpdate(doc, update);
  const project = await keepDocument(database, projectName, doc, first);
  const runs = await keepDocument(database, ledgerName, ledger, []);
  const editors = createEditors({ doc, people: plan.people, sessions: 10, edits: plan.edits, random });
  const awareness = new Awareness(ledger);
  const hourEdits = Math.min(plan.edits, plan.people * HOUR_S);
  const editsAGeneration = Math.floor(plan.edits / plan.generations);
  const kept: readonly KeptDocument[] = [project, runs];
  let hour: Written | undefined;
  for (let edit = 1; edit <= plan.edits; edit += 1) {
    editors.edit();
    if (edit % editsAGeneration === 0) generate(plan, editors.generate(), { doc: ledger, awareness });
    if (edit % 1000 === 0) for (const one of kept) await one.store();
    if (edit === hourEdits) hour = await project.written();
    if (edit % 20_000 === 0) plan.say(`${nodes} nodes: ${edit} edits.`);
  }
  awareness.destroy();
  for (const one of kept) await one.fold();
  const written = hour ?? (await project.written());
  const [grown, ledgerGrown] = [await compare(database, projectName, doc), await compare(database, ledgerName, ledger)];
  const size = nodes >= 1000 ? `${nodes / 1000}k` : `${nodes}`;
  const own = (name: string, unit: string, ours: number, target: number | null = null) =>
    figure(`growth.${size}.${name}`, unit, ours, target);
  return [
    own('hour.edits', 'bytes', written.edits),
    own('hour.folds', 'folds', written.folds),
    own('hour.amplification', '×', (written.edits + written.states) / written.edits, TARGETS.amplification),
    own('hour.amplification.rows', '×', (written.rows + written.states) / written.edits),
    own('hour.amplification.log', '×', written.log / written.edits),
    own('day.stored', 'bytes', grown.bytes + ledgerGrown.bytes),
    own(
      'day.stored.ratio',
      '×',
      (grown.bytes + ledgerGrown.bytes) / (grown.freshBytes + ledgerGrown.freshBytes),
      TARGETS.stored,
    ),
    own('day.reload', 'CPU ms', grown.reloadMs + ledgerGrown.reloadMs),
    own(
      'day.reload.ratio',
      '×',
      (grown.reloadMs + ledgerGrown.reloadMs) / (grown.freshReloadMs + ledgerGrown.freshReloadMs),
      TARGETS.reload,
    ),
  ];
}

/** What a run writes, as the job-runner does: three states and a Take. */
function generate(
  { ticks }: GrowthPlan,
  { intentId, nodeId }: { readonly intentId: string; readonly nodeId: string },
  { doc: ledger, awareness }: Ledger,
): void {
  unwrap(writeJob(ledger, intentId, { kind: 'take', nodeId, slotId: nodeId, state: 'queued', queuedAt: 1 }));
  unwrap(writeJob(ledger, intentId, { state: 'running', worker: 'gpu-1', attempts: 1, startedAt: 2 }));
  const before = Y.encodeStateVector(ledger).join();
  for (let tick = 1; tick <= ticks; tick += 1) {
    const run = { progress: tick / ticks, step: 'KSampler', worker: 'gpu-1' };
    awareness.setLocalState({ service: 'job-runner', runs: { [intentId]: run } });
  }
  if (Y.encodeStateVector(ledger).join() !== before) throw new Error('Progress left something in the ledger.');
  unwrap(addTakes(ledger, [takeOf(intentId, nodeId)]));
  unwrap(writeJob(ledger, intentId, { state: 'done', finishedAt: 3 }));
}

/** The ledger of a project, and what the job-runner shows on it while it works. */
interface Ledger {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
}

interface Grown {
  readonly bytes: number;
  readonly freshBytes: number;
  readonly reloadMs: number;
  readonly freshReloadMs: number;
}

async function compare(database: OpenDatabase, name: string, doc: Y.Doc): Promise<Grown> {
  const freshName = `project/${randomUUID()}`;
  await keepDocument(database, freshName, new Y.Doc(), [Y.encodeStateAsUpdate(rebuildFresh(doc))]);
  const [own, fresh]: [number[], number[]] = [[], []];
  // In turns, so that what else the machine does falls on both.
  for (let load = 0; load < LOADS; load += 1) {
    own.push(await reloadMs(database, name));
    fresh.push(await reloadMs(database, freshName));
  }
  return {
    bytes: await storedBytes(database, name),
    freshBytes: await storedBytes(database, freshName),
    reloadMs: median(own),
    freshReloadMs: median(fresh),
  };
}

// The CPU of reading, unpacking and building it, as a server does that opens it.
async function reloadMs(database: OpenDatabase, name: string): Promise<number> {
  const before = process.cpuUsage();
  applyStored(new Y.Doc(), await createPostgresJournal(database).read(name));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function storedBytes({ pool }: OpenDatabase, name: string): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `select coalesce((select sum(octet_length(state)) from document_states where document = $1), 0)
      + coalesce((select sum(pg_column_size(journal.*)) from journal where document = $1), 0) as bytes`,
    [name],
  );
  return Number(rows[0]?.bytes ?? 0);
}

function figure(name: string, unit: string, ours: number, target: number | null): Figure {
  const ok = target === null || ours <= target;
  return { name, unit, ours, peer: null, peerName: null, ratio: null, target, ok, spread: { ours: null, peer: null } };
}

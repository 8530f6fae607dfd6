import { checkOutbox, checkRuns, endsApart } from '../checks/runs.ts';
import { checkReplicas, type Replica, storedDoc } from '../checks/replicas.ts';
import { readDocument } from '../store/memoryJournal.ts';
import { virtualTime } from '../time/virtualTime.ts';
import * as Y from 'yjs';
import { inspectUpdate } from '../../../collab-server/sync/updates/inspectUpdate.ts';
import { SIMULATED_LIMITS } from './simulatedServer.ts';
import { DOCUMENTS, PROJECT, type World } from './world.ts';

/** Within this long after the last fault everything must be at rest. */
const LONGEST_MS = 120_000;
const STEP_MS = 500;
const READ_MS = 500;

/** Takes every fault away, waits until nothing is under way, and checks all that was promised. */
export async function comeToRest(world: World): Promise<void> {
  steady(world);
  await checkFollowing(world);
  world.network.heal();
  world.redis.heal();
  await world.complete();
  for (let passedMs = 0; !isAtRest(world); passedMs += STEP_MS) {
    if (world.witness.flaw !== undefined) return;
    if (passedMs >= LONGEST_MS) return world.witness.report(`no rest after ${LONGEST_MS} ms: ${unrest(world)}`);
    await virtualTime.pass(STEP_MS);
  }
  // What servers tell each other is nobody's edit: it needs no acknowledgement that could be waited for.
  await virtualTime.pass(SIMULATED_LIMITS.appendTimeoutMs + 4 * SIMULATED_LIMITS.followIntervalMs);
  await checkAll(world);
}

// Servers that are apart from the others stay so for a while yet.
function steady(world: World): void {
  world.faults.heal();
  world.store.heal();
  const owners = [...world.liveServers.map(({ process }) => process), ...world.liveRunners];
  for (const owner of owners) {
    owner.pausedUntilMs = 0;
    owner.clockSkewMs = 0;
  }
}

/** Every server must come to hold what is durable, also when whoever was to tell it of that is dead or apart from it. */
async function checkFollowing(world: World): Promise<void> {
  if (world.size.servers < 2) return;
  await virtualTime.pass(2 * SIMULATED_LIMITS.appendTimeoutMs + 4 * SIMULATED_LIMITS.followIntervalMs);
  const settledAt = virtualTime.wallMs() - SIMULATED_LIMITS.appendTimeoutMs - 3 * SIMULATED_LIMITS.followIntervalMs;
  const rows = world.store.tables.rowsOf(DOCUMENTS.project).filter((row) => row.at <= settledAt);
  for (const { holder, doc } of await readFromServers(world)) {
    const missing = rows.filter((row) => inspectUpdate(doc, row.update).kind !== 'known');
    world.witness.expect(
      missing.length === 0,
      () => `${holder} lacks ${missing.length} edits that others stored long ago`,
    );
  }
}

/** The project as each living server has it, or reads it now; without those that cannot. */
async function readFromServers(world: World): Promise<readonly Replica[]> {
  const replicas: Replica[] = [];
  for (const server of world.liveServers) {
    await virtualTime.act(server.process, () => {
      void server.sync.read(PROJECT, (doc) => {
        const copy = new Y.Doc();
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
        replicas.push({ holder: server.process.name, doc: copy });
      });
    });
  }
  await virtualTime.pass(READ_MS);
  return replicas;
}

function isAtRest(world: World): boolean {
  return unrest(world) === undefined;
}

function unrest(world: World): string | undefined {
  const unsaved = world.tabs.filter((tab) => !tab.isSaved());
  if (unsaved.length > 0) return `${unsaved.map((tab) => tab.process.name).join(', ')} not saved`;
  if (world.size.runners === 0) return undefined;
  const rows = [...world.store.tables.outbox.values()];
  const waiting = rows.filter((row) => !row.isHanded);
  if (waiting.length > 0) return `${waiting.length} rows of the outbox not handed over`;
  const open = rows.filter(
    (row) => row.kind === 'intent' && world.store.tables.intents.get(row.key)?.final === undefined,
  );
  if (open.length > 0) return `${open.length} runs open`;
  const apart = endsApart(storedDoc(readDocument(world.store.tables, DOCUMENTS.ledger)), world.store.tables);
  return apart.length > 0 ? `${apart.length} runs of which the ledger says otherwise: ${apart[0]}` : undefined;
}

async function checkAll(world: World): Promise<void> {
  const { witness, store } = world;
  const project = storedDoc(readDocument(store.tables, DOCUMENTS.project));
  const tabs = world.tabs.map((tab): Replica => ({ holder: tab.process.name, doc: tab.doc }));
  const replicas = [...tabs, ...(await readFromServers(world))];
  checkReplicas(witness, DOCUMENTS.project, project, replicas);
  for (const tab of world.tabs) {
    witness.expect(tab.connection.refusal === null, () => `${tab.process.name} was refused: ${tab.connection.refusal}`);
  }
  checkOutbox(witness, project, store.tables);
  if (world.size.runners === 0) return;
  const ledger = storedDoc(readDocument(store.tables, DOCUMENTS.ledger));
  checkReplicas(witness, DOCUMENTS.ledger, ledger, []);
  checkRuns(witness, ledger, store.tables);
}

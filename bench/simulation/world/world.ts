import { formatDocumentName } from '@studio/shared/document';
import { createTestAccess, member } from '../../../collab-server/sync/fixtures/testAccess.ts';
import { checkFold } from '../checks/replicas.ts';
import { checkIssue } from '../checks/runs.ts';
import { Witness } from '../checks/witness.ts';
import { SimulatedNetwork } from '../network/simulatedNetwork.ts';
import { SimulatedRedis } from '../network/simulatedRedis.ts';
import { presentNetwork } from '../network/virtualWebSocket.ts';
import { createMemoryAttempts, createMemoryIntents } from '../store/memoryIntents.ts';
import { createMemoryIssues } from '../store/memoryIssues.ts';
import { createMemoryJournal, type JournalListener } from '../store/memoryJournal.ts';
import { createMemoryOutbox } from '../store/memoryOutbox.ts';
import { createMemoryQueue, QueueTables } from '../store/memoryQueue.ts';
import { SignalBoard } from '../store/memorySignals.ts';
import { SimulatedStore } from '../store/simulatedStore.ts';
import { SimulatedProcess } from '../time/simulatedProcess.ts';
import { virtualTime } from '../time/virtualTime.ts';
import { Chance } from './chance.ts';
import { createDevice, type Device, openTabOn } from './device.ts';
import type { Sabotage } from './sabotage.ts';
import { SILENT } from './silentLogger.ts';
import { startRunner } from './simulatedRunner.ts';
import { type SimulatedServer, startServer } from './simulatedServer.ts';
import type { SimulatedTab } from './simulatedTab.ts';
import { WorldFaults } from './worldFaults.ts';

/** How large a world is. */
export interface WorldSize {
  readonly servers: number;
  readonly devices: number;
  readonly runners: number;
}

const PROJECT_ID = '00000000-0000-4000-8000-00000000abcd';
/** The one project of a world, and what runs write of it. */
export const PROJECT = { kind: 'project', projectId: PROJECT_ID } as const;
/** Their names as the journal has them. */
export const DOCUMENTS = {
  project: formatDocumentName(PROJECT),
  ledger: formatDocumentName({ kind: 'ledger', projectId: PROJECT_ID }),
};
const PEOPLE = ['ada', 'ben', 'cyd', 'dan'];
const LOCK_MS = 1200;

/** A studio of simulated servers, runners and devices around one store, and somebody who watches it. */
export class World {
  readonly chance: Chance;
  readonly faults: WorldFaults;
  readonly witness = new Witness();
  readonly network: SimulatedNetwork;
  readonly redis: SimulatedRedis;
  readonly store: SimulatedStore;
  readonly size: WorldSize;
  readonly sabotage: Sabotage;
  readonly devices: readonly Device[];
  servers: SimulatedServer[] = [];
  runners: SimulatedProcess[] = [];
  tabs: SimulatedTab[] = [];
  readonly #signals: SignalBoard;
  readonly #queue = new QueueTables();
  readonly #access = createTestAccess();
  /** Attempts that began when their run was cancelled already. */
  readonly #cancelledAtBegin = new Set<string>();
  #made = 0;

  constructor(seed: number, size: WorldSize, sabotage: Sabotage) {
    virtualTime.reset();
    this.chance = new Chance(seed);
    this.faults = new WorldFaults(this.chance);
    this.size = size;
    this.sabotage = sabotage;
    this.network = new SimulatedNetwork(this.faults, (listeners) => this.chance.random.pick(listeners));
    presentNetwork.current = this.network;
    this.redis = new SimulatedRedis(() => this.faults.delayMs());
    this.store = new SimulatedStore(this.faults);
    this.#signals = new SignalBoard(this.faults);
    for (const person of PEOPLE) this.#access.people.set(person, member(person));
    this.devices = PEOPLE.slice(0, size.devices).map(createDevice);
  }

  /** An id that nothing else in this world has. */
  newId(): string {
    return `00000000-0000-4000-8000-${String((this.#made += 1)).padStart(12, '0')}`;
  }

  get liveServers(): readonly SimulatedServer[] {
    return this.servers.filter(({ process }) => process.isAlive);
  }

  get liveRunners(): readonly SimulatedProcess[] {
    return this.runners.filter((process) => process.isAlive);
  }

  /** Starts what is missing of servers and runners, and opens a tab on devices that have none. */
  async complete(): Promise<void> {
    while (this.liveServers.length < this.size.servers) await this.startServer();
    while (this.liveRunners.length < this.size.runners) await this.startRunner();
    for (const device of this.devices) {
      if (!this.tabs.some((tab) => tab.person === device.person)) await this.openTab(device);
    }
  }

  async startServer(skewMs = 0): Promise<void> {
    const process = new SimulatedProcess(`server ${this.servers.length + 1}`);
    const { sabotage } = this;
    const listener = this.#listener();
    const storeOf = (owner: SimulatedProcess) => {
      const store = createMemoryJournal(this.store.tables, this.store.linkOf(owner), listener);
      return sabotage.storeOf?.(store) ?? store;
    };
    const start = {
      network: this.network,
      storeOf,
      access: this.#access,
      openRedis: this.size.servers > 1 ? () => this.redis.connect() : undefined,
      journalOf: sabotage.journalOf,
      foldOf: sabotage.foldOf,
      skewMs,
    };
    this.servers = [...this.liveServers, await virtualTime.act(process, () => startServer(start, process))];
  }

  async startRunner(skewMs = 0): Promise<void> {
    const process = new SimulatedProcess(`runner ${this.runners.length + 1}`);
    const { tables } = this.store;
    const link = this.store.linkOf(process);
    const issues = createMemoryIssues(tables, link, (take) => checkIssue(this.witness, tables, take));
    const attempts = createMemoryAttempts(tables, link, (intentId, attempt) => {
      if (tables.cancellations.has(intentId)) this.#cancelledAtBegin.add(`${intentId}/${attempt}`);
    });
    const start = {
      intents: createMemoryIntents(tables, link, () => virtualTime.wallMs()),
      attempts,
      issues: this.sabotage.issuesOf?.(issues) ?? issues,
      outbox: createMemoryOutbox(tables, link),
      queue: createMemoryQueue({
        tables: this.#queue,
        link,
        backendClock: () => virtualTime.nowMs,
        clock: () => virtualTime.wallMs(),
        lockMs: LOCK_MS,
        log: SILENT,
      }),
      signals: this.#signals.of(process),
      workMs: () => this.chance.between(20, 1500),
      onBegin: (intentId: string, attempt: number) =>
        this.witness.expect(
          !this.#cancelledAtBegin.has(`${intentId}/${attempt}`),
          () => `attempt ${attempt} at ${intentId} ran, which was cancelled before it began`,
        ),
      skewMs,
    };
    this.runners = [...this.liveRunners, process];
    await virtualTime.act(process, () => startRunner(start, process));
  }

  async openTab(device: Device): Promise<SimulatedTab> {
    const process = new SimulatedProcess(`${device.person}'s tab ${(this.#made += 1)}`);
    const watch = {
      witness: this.witness,
      documentName: DOCUMENTS.project,
      writeMs: () => this.chance.between(0, 30),
      onSetAside: () => this.faults.count('device: edits set aside'),
    };
    const tab = await virtualTime.act(process, () => openTabOn(device, process, watch));
    this.tabs = [...this.tabs, tab];
    return tab;
  }

  /** Takes a tab away, as a crash does. */
  crashTab(tab: SimulatedTab): void {
    tab.process.kill();
    this.tabs = this.tabs.filter((one) => one !== tab);
  }

  deviceOf(tab: SimulatedTab): Device {
    const device = this.devices.find(({ person }) => person === tab.person);
    if (!device) throw new Error(`Nobody called ${tab.person} has a device.`);
    return device;
  }

  #listener(): JournalListener {
    return {
      stored: (row) => this.witness.stored(row.document, row.update),
      folded: (document, before, after) => checkFold(this.witness, document, before, after),
      queued: () => this.#signals.send({ kind: 'outbox', intentId: '' }),
    };
  }
}

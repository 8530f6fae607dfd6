import { requestTakes, rootMap } from '@studio/shared/document';
import { randomCommand } from '@studio/shared/fuzz';
import { ok } from '@studio/shared/result';
import * as Y from 'yjs';
import { virtualTime } from '../time/virtualTime.ts';
import { NOTHING, type SimulatedTab } from './simulatedTab.ts';
import { DOCUMENTS, PROJECT, type World } from './world.ts';

/** Does one thing in a world; returns what it did, for people, or undefined when there was nothing to do. */
export type Operation = (world: World) => Promise<string | undefined>;

/** Everything that may happen, with how often it does among all. */
export const OPERATIONS = {
  edit: { weight: 100, run: edit },
  generate: { weight: 6, run: generate },
  serverWrite: { weight: 6, run: serverWrite },
  wait: { weight: 8, run: wait },
  goOffline: { weight: 3, run: goOffline },
  comeBack: { weight: 5, run: comeBack },
  cutConnection: { weight: 5, run: cutConnection },
  reloadTab: { weight: 3, run: reloadTab },
  secondTab: { weight: 1.5, run: secondTab },
  killServer: { weight: 2, run: killServer },
  startServer: { weight: 4, run: startServer },
  pauseServer: { weight: 1, run: pauseServer },
  fold: { weight: 3, run: fold },
  parkRedis: { weight: 1.5, run: parkRedis },
  healRedis: { weight: 2, run: healRedis },
  faultyStore: { weight: 3, run: faultyStore },
  steadyStore: { weight: 3, run: steadyStore },
  stopStore: { weight: 1, run: stopStore },
  cutFromStore: { weight: 1.5, run: cutFromStore },
  killRunner: { weight: 1, run: killRunner },
  startRunner: { weight: 2, run: startRunner },
  pauseRunner: { weight: 2, run: pauseRunner },
  moveClock: { weight: 1.5, run: moveClock },
} as const satisfies { [name: string]: { weight: number; run: Operation } };

/** The name of an operation. */
export type OperationName = keyof typeof OPERATIONS;

async function edit(world: World): Promise<string | undefined> {
  const tab = world.chance.random.pick(world.tabs);
  return tab && act(world, tab, () => randomCommand(commandIn(world, tab.doc, tab.person)));
}

async function generate(world: World): Promise<string | undefined> {
  const tab = world.chance.random.pick(world.tabs);
  const nodeId = tab && world.chance.random.pick([...rootMap(tab.doc, 'nodes').keys()].sort());
  if (!tab || !nodeId || world.size.runners === 0) return undefined;
  const { person: id } = tab;
  const seeds = Array.from({ length: 1 + world.chance.random.below(2) }, () => world.chance.random.below(99));
  const author = { id, name: id };
  return act(world, tab, () => {
    const requested = { nodeId, seeds, quality: 'low', requestedBy: author, requestedAt: 1 } as const;
    requestTakes(tab.doc, { id: world.newId(), kind: 'take', ...requested });
    return `generates ${seeds.length}`;
  });
}

async function act(world: World, tab: SimulatedTab, work: () => string): Promise<string> {
  const what = await virtualTime.act(tab.process, work);
  await virtualTime.pass(world.chance.between(0, 30));
  return `${tab.process.name} ${what}`;
}

function commandIn(world: World, doc: Y.Doc, id: string) {
  return { doc, random: world.chance.random, newId: () => world.newId(), author: { id, name: id } };
}

async function serverWrite(world: World): Promise<string | undefined> {
  const server = world.chance.random.pick(world.liveServers);
  if (!server) return undefined;
  const { project } = DOCUMENTS;
  let command = '';
  let wrote: { client: number; end: number } | undefined;
  const change = (copy: Y.Doc) => {
    world.sabotage.beforeServerWrite?.(copy);
    command = randomCommand(commandIn(world, copy, 'service'));
    wrote = { client: copy.clientID, end: Y.getState(copy.store, copy.clientID) };
    world.witness.wrote(project, wrote.client, wrote.end);
    return ok(undefined);
  };
  const written = virtualTime.act(server.process, async () => {
    const result = await server.sync.write(PROJECT, change);
    if (result.ok && wrote) world.witness.acknowledged(project, server.process.name, wrote.client, wrote.end, []);
  });
  void written;
  await virtualTime.pass(world.chance.between(0, 30));
  return `${server.process.name} writes: ${command}`;
}

async function wait(world: World): Promise<string> {
  const ms = world.chance.isOneIn(4) ? world.chance.between(500, 4000) : world.chance.between(20, 400);
  await virtualTime.pass(ms);
  return `${Math.round(ms)} ms pass`;
}

async function goOffline(world: World): Promise<string | undefined> {
  const tab = world.chance.random.pick(world.tabs);
  if (!tab) return undefined;
  world.network.setAway(tab.process, true);
  world.faults.count('network: offline');
  return `${tab.process.name} goes offline`;
}

async function comeBack(world: World): Promise<string | undefined> {
  const tab = world.chance.random.pick(world.tabs);
  if (!tab) return undefined;
  world.network.setAway(tab.process, false);
  return `${tab.process.name} is online`;
}

async function cutConnection(world: World): Promise<string | undefined> {
  const owners = [...world.tabs.map((tab) => tab.process), ...world.liveRunners];
  const owner = world.chance.random.pick(owners);
  if (!owner || world.network.cutAll(owner) === 0) return undefined;
  world.faults.count('network: cut');
  return `the connection of ${owner.name} is cut`;
}

async function reloadTab(world: World): Promise<string | undefined> {
  const tab = world.chance.random.pick(world.tabs);
  if (!tab) return undefined;
  world.crashTab(tab);
  world.faults.count('tab: crash');
  if (world.chance.isOneIn(6)) loseRow(world, tab);
  const again = await world.openTab(world.deviceOf(tab));
  return `${tab.process.name} crashes and is opened again as ${again.process.name}`;
}

// As a database does whose file was damaged: the row is there and nobody can read it.
function loseRow(world: World, tab: SimulatedTab): void {
  const { stored } = world.deviceOf(tab);
  if (stored.length === 0) return;
  // What was written lately may not be anywhere else.
  const recent = Math.min(stored.length, 12);
  stored[stored.length - 1 - world.chance.random.below(recent)] = NOTHING;
  world.faults.count('device: a row is lost');
}

async function secondTab(world: World): Promise<string | undefined> {
  const device = world.chance.random.pick(world.devices);
  if (!device || world.tabs.length > world.size.devices + 1) return undefined;
  return `${(await world.openTab(device)).process.name} is opened`;
}

async function killServer(world: World): Promise<string | undefined> {
  const server = world.chance.random.pick(world.liveServers);
  if (!server) return undefined;
  server.process.kill();
  world.faults.count('server: kill');
  return `${server.process.name} is killed`;
}

async function startServer(world: World): Promise<string | undefined> {
  if (world.liveServers.length >= world.size.servers) return undefined;
  await world.startServer(skew(world));
  return 'a server starts';
}

async function pauseServer(world: World): Promise<string | undefined> {
  const server = world.chance.random.pick(world.liveServers);
  if (!server) return undefined;
  const ms = world.chance.between(50, 2500);
  server.process.pausedUntilMs = virtualTime.nowMs + ms;
  world.faults.count('server: pause');
  return `${server.process.name} stands still for ${Math.round(ms)} ms`;
}

async function fold(world: World): Promise<string | undefined> {
  const server = world.chance.random.pick(world.liveServers);
  if (!server) return undefined;
  const document = world.chance.random.pick([DOCUMENTS.project, DOCUMENTS.ledger]) ?? DOCUMENTS.project;
  await virtualTime.act(server.process, () => {
    // What stops a fold is a fault of the store; the next one takes the rows.
    server.sync.fold(document).catch(() => world.faults.count('fold: stopped'));
  });
  return `${server.process.name} folds ${document}`;
}

async function parkRedis(world: World): Promise<string | undefined> {
  const server = world.chance.random.pick(world.liveServers);
  if (!server || world.size.servers < 2) return undefined;
  world.redis.setAway(server.process, true);
  world.faults.count('network: server apart from the others');
  return `${server.process.name} loses Redis`;
}

async function healRedis(world: World): Promise<string> {
  world.redis.heal();
  return 'all servers have Redis';
}

async function faultyStore(world: World): Promise<string> {
  world.faults.storeFaultOneIn = world.chance.random.pick([3, 10, 30]) ?? 10;
  return `one statement in ${world.faults.storeFaultOneIn} meets a fault`;
}

async function steadyStore(world: World): Promise<string> {
  world.faults.storeFaultOneIn = 0;
  world.store.heal();
  return 'the store is steady and reached by all';
}

async function stopStore(world: World): Promise<string> {
  world.store.stop();
  world.faults.count('store: kill');
  await virtualTime.pass(world.chance.between(0, 800));
  world.store.start();
  return 'the store is killed and starts again';
}

async function cutFromStore(world: World): Promise<string | undefined> {
  const owners = [...world.liveServers.map((server) => server.process), ...world.liveRunners];
  const owner = world.chance.random.pick(owners);
  if (!owner) return undefined;
  world.store.setAway(owner, true);
  world.faults.count('network: apart from the store');
  return `${owner.name} loses the store`;
}

async function killRunner(world: World): Promise<string | undefined> {
  const runner = world.chance.random.pick(world.liveRunners);
  if (!runner) return undefined;
  runner.kill();
  world.faults.count('runner: kill');
  return `${runner.name} is killed`;
}

async function startRunner(world: World): Promise<string | undefined> {
  if (world.liveRunners.length >= world.size.runners) return undefined;
  await world.startRunner(skew(world));
  return 'a runner starts';
}

async function pauseRunner(world: World): Promise<string | undefined> {
  const runner = world.chance.random.pick(world.liveRunners);
  if (!runner) return undefined;
  const ms = world.chance.between(200, 6000);
  runner.pausedUntilMs = virtualTime.nowMs + ms;
  world.faults.count('runner: pause');
  return `${runner.name} stands still for ${Math.round(ms)} ms`;
}

async function moveClock(world: World): Promise<string | undefined> {
  const owners = [...world.liveServers.map((server) => server.process), ...world.liveRunners];
  const owner = world.chance.random.pick(owners);
  if (!owner) return undefined;
  owner.clockSkewMs += skew(world);
  world.faults.count('clock: jump');
  return `the clock of ${owner.name} is ${Math.round(owner.clockSkewMs)} ms off`;
}

// Mostly as far as clocks of servers are apart; now and then as far as one that nobody set.
function skew(world: World): number {
  const furthest = world.chance.isOneIn(5) ? 60_000 : 200;
  return world.chance.between(-furthest, furthest);
}

import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { rootMap } from '@studio/shared/document';
import { type Bystanders, watchBystanders } from '../../collab-server/sync/fixtures/bystanders.ts';
import { openClient, type TestClient } from '../../collab-server/sync/fixtures/testClient.ts';
import { quantile } from '../harness/statistics.ts';
import type { Contender, Seat } from '../sync/contenders/contender.ts';
import type { Attack } from './attack.ts';
import type { AttackOrder } from './attackProcess.ts';

/** Two servers of one kind: the machine's load falls on both, the attack on one. */
export interface Servers {
  readonly attacked: Contender;
  readonly spared: Contender;
}

/** How long an attack goes on: so many seconds, or so many frames where it counts frames. */
export interface AttackPlan {
  readonly seconds: number;
  readonly frames?: number | undefined;
  readonly seed: number;
}

/** What an attack did to a pair that worked beside it. Times in milliseconds, heap in bytes after a forced collection. */
export interface AttackOutcome {
  readonly attack: string;
  readonly sent: number;
  /** Edits of the pair beside the attack; each arrived. */
  readonly edits: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the pair on the server that was spared, at the same time. */
  readonly sparedP50: number;
  readonly sparedP99: number;
  readonly growth: number;
}

/** As many sockets as one person may have: seats beyond them belong to others. */
const OWN_SEATS = 30;
const OTHERS_SEATS = 120;
const READY_WITHIN_MS = 10_000;
/** Before the attack, so that both pairs are warm. */
const WARM_UP_MS = 500;

/** Lets an attack loose on one of two servers while a pair works on each. Throws when a server ends or an edit never arrives. */
export async function measureAttack(attack: Attack, servers: Servers, plan: AttackPlan): Promise<AttackOutcome> {
  const room = await servers.attacked.newRoom(OWN_SEATS + OTHERS_SEATS);
  const [elsewhere] = await servers.attacked.newRoom(1);
  const pairs = [await openPair(room), await openPair(await servers.spared.newRoom(2))];
  if (!elsewhere) throw new Error('A room has seats.');
  const before = await servers.attacked.memory();
  const watched: Bystanders[] = [];
  for (const pair of pairs) {
    for (const [node, id] of Array.from({ length: 300 }, (_, index) => [index, crypto.randomUUID()] as const)) {
      rootMap(pair[0].doc, 'markers').set(id, { name: `Marker ${node}`, color: 'grey', frame: node });
    }
    await untilSaved(pair);
    watched.push(watchBystanders(...pair));
  }
  await delay(WARM_UP_MS);
  const sent = await attackApart({ attack: attack.name, seats: room.slice(OWN_SEATS), elsewhere, ...plan });
  const [beside, spared] = await Promise.all(watched.map((pair) => pair.stop()));
  await comeAnew(room, pairs[0]);
  for (const client of pairs.flat()) client.destroy();
  const after = await servers.attacked.memory();
  const share = (latencies: readonly number[] | undefined, part: number) => quantile(latencies ?? [], part);
  return {
    attack: attack.name,
    sent,
    edits: beside?.length ?? 0,
    p50: share(beside, 0.5),
    p99: share(beside, 0.99),
    sparedP50: share(spared, 0.5),
    sparedP99: share(spared, 0.99),
    growth: after.heap - before.heap,
  };
}

function attackApart(order: AttackOrder): Promise<number> {
  const child = fork(new URL('./attackProcess.ts', import.meta.url), { stdio: 'inherit' });
  const over = new Promise<number>((resolve, reject) => {
    child.once('message', (said: { sent: number }) => resolve(said.sent));
    child.once('exit', (code) => reject(new Error(`The attack ended with ${code} before it was over.`)));
  });
  child.send(order);
  return over;
}

type Pair = readonly [TestClient, TestClient];

async function openPair([one, other]: readonly Seat[]): Promise<Pair> {
  if (!one || !other) throw new Error('A pair needs two seats.');
  const pair = [openOn(one), openOn(other)] as const;
  await untilSaved(pair);
  return pair;
}

function openOn({ port, path, document, token }: Seat): TestClient {
  return openClient(`ws://127.0.0.1:${port}${path.split('?')[0]}`, token, document, { origin: '' });
}

async function untilSaved(clients: readonly TestClient[]): Promise<void> {
  await until('the pair to be saved', () => clients.every((client) => client.isSaved()));
}

/** Whoever comes for the first time must see what those see who were there. */
async function comeAnew([seat]: readonly Seat[], pair: Pair | undefined): Promise<void> {
  if (!seat || !pair) throw new Error('A room has seats.');
  const late = openOn(seat);
  const held = ({ doc }: TestClient): unknown => rootMap(doc, 'meta').toJSON();
  await until(
    'who comes late to see the same',
    () => late.isSaved() && pair.every((one) => isDeepStrictEqual(held(one), held(late))),
  );
  late.destroy();
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`Timed out waiting for ${what}.`);
    await delay(10);
  }
}

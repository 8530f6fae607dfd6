import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { joinStudio, type StudioClient } from '@studio/infra/testing';
import { SCHEMA_VERSION } from '@studio/shared/document';
import pg from 'pg';
import { quantile } from '../../harness/statistics.ts';
import { atLeast, atMost } from '../figures.ts';
import type { RowPlan, ServersRow } from '../row.ts';
import { type StudioOfServers, startStudioOfServers } from '../studioOfServers.ts';
import { joinAsWitness, type Witness, type WitnessSeat } from '../witness.ts';

const STOPPED_WITHIN_MS = 250;
/** Whoever still reads or writes after this was never told. */
const NEVER_MS = 4000;
const WRITE_EVERY_MS = 250;
const PULSE_EVERY_MS = 25;

/** A role, a key, a link or a project ends while 50 sockets each read and write, half of them at either server. */
export const accessRow: ServersRow = {
  name: 'access',
  description: 'a role, a key, a link, a project ends: reads and writes stop on both servers',
  control: { kind: 'product', mustMiss: 'servers.access.neverStopped' },
  run,
};

/** A person, the project they are in, and how what they may do there ends. */
interface Ending {
  readonly name: string;
  /** Whether they may read on. */
  readonly mayRead: boolean;
  readonly seats: readonly WitnessSeat[];
  readonly project: string;
  end(): Promise<unknown>;
}

interface Outcome {
  readonly stopsMs: readonly number[];
  readonly slipped: number;
}

async function run({ isShort, isControl, environment, say }: RowPlan) {
  const sockets = isShort ? 8 : 50;
  const studio = await startStudioOfServers({ servers: 2, editors: 1, kind: 'product' }, environment);
  try {
    const outcomes: Outcome[] = [];
    const makers = isControl ? [unannounced] : [roleChange, keyEnd, linkEnd, archiving];
    for (const make of makers) {
      const ending = await make(studio, sockets);
      const outcome = await watchEnding(studio, ending);
      say(`access: ${ending.name}: all stopped after ${Math.max(...outcome.stopsMs).toFixed(0)} ms`);
      outcomes.push(outcome);
    }
    const stopsMs = outcomes.flatMap((outcome) => outcome.stopsMs);
    return [
      atLeast('access.sockets', 'sockets', stopsMs.length, makers.length * sockets),
      atMost('access.neverStopped', 'sockets', stopsMs.filter((ms) => ms >= NEVER_MS).length, 0),
      atMost(
        'access.slipped',
        'edits',
        outcomes.reduce((sum, { slipped }) => sum + slipped, 0),
        0,
      ),
      atMost('access.stop.p50', 'ms', quantile(stopsMs, 0.5), STOPPED_WITHIN_MS),
      atMost('access.stop.p99', 'ms', quantile(stopsMs, 0.99), STOPPED_WITHIN_MS),
    ];
  } finally {
    await studio.stop();
  }
}

/** From the answer to the request that ended it until the last thing that a socket read, or had stored. */
async function watchEnding(studio: StudioOfServers, ending: Ending): Promise<Outcome> {
  const witnesses = await Promise.all(ending.seats.map((seat) => joinAsWitness(seat)));
  const [first] = ending.seats;
  const offline = first && (await joinAsWitness(first));
  const pulse = await joinAsWitness({ ...seatAt(studio, 0, ending.project), token: studio.serviceKey });
  offline?.goOffline();
  offline?.write('offline');
  const stop = keepWriting(witnesses, pulse);
  await delay(600);
  await ending.end();
  const endedAt = performance.now();
  offline?.comeBack();
  await delay(NEVER_MS);
  stop();
  const stopsMs = witnesses.map(({ last }) => {
    const lastAt = Math.max(last.toldAt ?? Infinity, last.storedAt ?? 0, ending.mayRead ? 0 : (last.readAt ?? 0));
    return Math.min(NEVER_MS, Math.max(0, lastAt - endedAt));
  });
  const slipped = pulse.doc.getMap('nodes').has('offline') ? 1 : 0;
  for (const one of [...witnesses, pulse, ...(offline ? [offline] : [])]) one.leave();
  return { stopsMs, slipped };
}

function keepWriting(witnesses: readonly Witness[], pulse: Witness): () => void {
  let beat = 0;
  const pulses = setInterval(() => pulse.write(`pulse.${(beat += 1) % 50}`), PULSE_EVERY_MS);
  const writes = witnesses.map((witness, index) => {
    const write = () => witness.write(`w${index}.${(beat += 1)}`);
    return setInterval(write, WRITE_EVERY_MS + (index % 10));
  });
  return () => {
    for (const timer of [pulses, ...writes]) clearInterval(timer);
  };
}

function seatAt(studio: StudioOfServers, index: number, project: string, document = `project/${project}`): WitnessSeat {
  const port = studio.servers[index % studio.servers.length]?.port ?? 0;
  return { url: `ws://127.0.0.1:${port}/collab?schema=${SCHEMA_VERSION}`, document, token: '' };
}

async function personIn(studio: StudioOfServers, sockets: number) {
  const [owner] = studio.people;
  if (!owner) throw new Error('A studio has an owner.');
  const { id: project } = await owner.call<{ id: string }>('POST', '/projects', { title: 'Bench' });
  const person = await joinStudio(owner, { name: 'An editor', role: 'editor', projectId: project });
  const seats = Array.from({ length: sockets }, (_none, index) => ({
    ...seatAt(studio, index, project),
    token: person.apiKey,
  }));
  return { owner, project, person, seats };
}

async function roleChange(studio: StudioOfServers, sockets: number): Promise<Ending> {
  const { owner, project, person, seats } = await personIn(studio, sockets);
  const end = () => owner.call('PUT', `/projects/${project}/members/${person.me.id}`, { role: 'viewer' });
  return { name: 'an editor became a viewer', mayRead: true, seats, project, end };
}

async function keyEnd(studio: StudioOfServers, sockets: number): Promise<Ending> {
  const { project, person, seats } = await personIn(studio, sockets);
  const [key] = await person.call<{ id: string }[]>('GET', '/api-keys');
  const end = () => person.call('DELETE', `/api-keys/${key?.id}`);
  return { name: 'a key was taken back', mayRead: false, seats, project, end };
}

async function archiving(studio: StudioOfServers, sockets: number): Promise<Ending> {
  const { owner, project, seats } = await personIn(studio, sockets);
  const end = () => owner.call('PATCH', `/projects/${project}`, { isArchived: true });
  return { name: 'the project was archived', mayRead: false, seats, project, end };
}

async function linkEnd(studio: StudioOfServers, sockets: number): Promise<Ending> {
  const { owner, project } = await personIn(studio, 0);
  const subject = randomUUID();
  const link = await owner.call<{ id: string; url: string }>('POST', `/projects/${project}/share-links`, {
    label: 'For the client',
    subjects: [subject],
  });
  const cookie = await enterAsGuest(owner, link.url.split('/').at(-1) ?? '');
  const document = `project/${project}/review/${subject}`;
  const headers = { cookie, origin: studio.doors[0] ?? '' };
  const seats = Array.from({ length: sockets }, (_none, index) => ({
    ...seatAt(studio, index, project, document),
    token: 'guest',
    headers,
  }));
  const end = () => owner.call('DELETE', `/projects/${project}/share-links/${link.id}`);
  return { name: 'a link was taken back', mayRead: false, seats, project, end };
}

async function enterAsGuest({ origin }: StudioClient, token: string): Promise<string> {
  const response = await fetch(`${origin}/api/v1/share/${token}/enter`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'A guest' }),
  });
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

/** The control: the role changes in the database and nobody says so, as if the servers did not tell each other. */
async function unannounced(studio: StudioOfServers, sockets: number): Promise<Ending> {
  const ending = await roleChange(studio, sockets);
  const end = async () => {
    const client = new pg.Client({ connectionString: studio.databaseUrl });
    await client.connect();
    await client.query("update project_members set role = 'viewer' where project_id = $1", [ending.project]);
    await client.end();
  };
  return { ...ending, name: 'a role changed and nobody said so', end };
}

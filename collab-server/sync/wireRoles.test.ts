import { randomUUID } from 'node:crypto';
import { MessageType } from '@hocuspocus/server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { startTestStudio, type TestStudio } from '../testing/testStudio.ts';
import { writeFrame } from './fixtures/frames.ts';
import { type Credentials, openWireVisitor, settle, type WireVisitor } from './fixtures/wireVisitor.ts';

const KINDS = ['project', 'ledger', 'review', 'board', 'share'] as const;
type Kind = (typeof KINDS)[number];
const VISITORS = ['owner', 'admin', 'editor', 'reviewer', 'viewer', 'guest', 'nobody', 'service'] as const;
type VisitorName = (typeof VISITORS)[number];

/** What each may do with each kind of document: `write`, `read`, or the reason why neither. */
const MAY: { readonly [visitor in VisitorName]: { readonly [kind in Kind]: string } } = {
  owner: { project: 'write', ledger: 'read', review: 'write', board: 'write', share: 'read' },
  admin: { project: 'write', ledger: 'read', review: 'write', board: 'write', share: 'read' },
  editor: { project: 'write', ledger: 'read', review: 'write', board: 'write', share: 'read' },
  reviewer: { project: 'read', ledger: 'read', review: 'write', board: 'read', share: 'read' },
  viewer: { project: 'read', ledger: 'read', review: 'read', board: 'read', share: 'read' },
  guest: { project: 'not-a-member', ledger: 'not-a-member', review: 'write', board: 'not-a-member', share: 'read' },
  nobody: {
    ...{ project: 'signed-out', ledger: 'signed-out', review: 'signed-out' },
    ...{ board: 'signed-out', share: 'signed-out' },
  },
  service: { project: 'write', ledger: 'write', review: 'write', board: 'write', share: 'write' },
};

interface Somebody extends Credentials {
  readonly id: string;
}

let studio: TestStudio;
const people = new Map<VisitorName, Somebody>();
const documents = new Map<Kind, string>();
const peers = new Map<Kind, WireVisitor>();

beforeAll(async () => {
  studio = await startTestStudio();
  const headersOf = (cookie: string) => ({ origin: studio.origin, ...(cookie && { cookie }) });
  const owner = await studio.makeOwner();
  const project = await studio.makeProject(owner);
  const shot = randomUUID();
  people.set('owner', { id: owner.id, headers: headersOf(owner.cookie), token: '' });
  for (const role of ['admin', 'editor', 'reviewer', 'viewer'] as const) {
    const person = await studio.makePerson(owner, role, role === 'admin' ? undefined : project);
    people.set(role, { id: person.id, headers: headersOf(person.cookie), token: '' });
  }
  const body = { label: 'L', subjects: [shot], mayComment: true };
  const link = await studio.ask('POST', `/api/v1/projects/${project}/share-links`, { body, as: owner.cookie });
  const door = `/api/v1/share/${link.body.url.split('/').at(-1) ?? ''}/enter`;
  const guest = await studio.ask('POST', door, { body: { name: 'Gus' } });
  people.set('guest', { id: guest.body.guest.id, headers: headersOf(guest.cookie), token: '' });
  people.set('nobody', { id: '', headers: headersOf(''), token: '' });
  people.set('service', { id: 'service', headers: {}, token: studio.serviceKey });
  documents.set('project', `project/${project}`).set('ledger', `project/${project}/ledger`);
  documents.set('review', `project/${project}/review/${shot}`).set('board', `project/${project}/board`);
  documents.set('share', `share/${link.body.id}`);
  for (const kind of KINDS) {
    const peer = await openWireVisitor(studio.base, found(people, 'service'), found(documents, kind));
    const { doc } = makeEdit(kind, found(people, 'service'), 'service');
    peer.send(MessageType.Sync, 2, Y.encodeStateAsUpdate(doc));
    // Somebody who is here, for those who ask who is.
    peer.send(MessageType.Awareness, presence(7, { cursor: 'of the peer' }));
    await settle(peer);
    peers.set(kind, peer);
  }
});
afterAll(async () => {
  for (const peer of peers.values()) peer.close();
  await studio.stop();
});

function found<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`There is no ${String(key)}.`);
  return value;
}

/** A valid edit of a document of this kind, by a Yjs client of its own. */
function makeEdit(kind: Kind, { id }: Somebody, visitor: VisitorName): { doc: Y.Doc; update: Uint8Array } {
  const doc = new Y.Doc();
  if (kind === 'review') {
    const takeId = randomUUID();
    const author = { id: id || 'nobody', name: 'N', ...(visitor === 'guest' && { isGuest: true }) };
    doc.getMap('approvals').set(`${takeId}:${author.id}`, { takeId, verdict: 'approved', author, at: 1 });
  } else if (kind === 'ledger') doc.getMap('notes').set(randomUUID(), { open: 1, resolved: 0, approved: 0 });
  else if (kind === 'board') doc.getMap('records').set(randomUUID(), { typeName: 'shape' });
  else doc.getMap('meta').set('title', randomUUID());
  return { doc, update: Y.encodeStateAsUpdate(doc) };
}

function presence(clientId: number, state: object): Uint8Array {
  const awareness = new Awareness(Object.assign(new Y.Doc(), { clientID: clientId }));
  awareness.setLocalState({ ...state });
  const update = encodeAwarenessUpdate(awareness, [clientId]);
  awareness.destroy();
  return update;
}

const isInPeer = (kind: Kind, { clientID }: Y.Doc) => Y.getState(found(peers, kind).doc.store, clientID) > 0;

async function journalAuthor(kind: Kind, { clientID }: Y.Doc): Promise<string | undefined> {
  const rows = await studio.database.kysely
    .selectFrom('journal')
    .select(['author_id', 'update'])
    .where('document', '=', found(documents, kind))
    .orderBy('id', 'desc')
    .limit(4)
    .execute();
  return rows.find(({ update }) => Y.parseUpdateMeta(update).to.has(clientID))?.author_id;
}

const SOON = { timeout: 8000, interval: 2 };

interface Attempt {
  readonly kind: Kind;
  readonly visitor: VisitorName;
  readonly somebody: Somebody;
  readonly may: string;
  readonly wire: WireVisitor;
}

/** Waits until the server has done with all that was sent, then says what it said after letting in or refusing. */
async function outcome({ kind, somebody, may, wire }: Attempt): Promise<string[]> {
  if (may === 'write' || may === 'read') await settle(wire);
  else {
    // Frames before the next token are forgotten with the refusal of that token.
    wire.send(MessageType.Auth, 0, somebody.token);
    await wire.untilSaid('denied', 2);
  }
  await settle(found(peers, kind));
  return wire.said().slice(1);
}

const PREVIEW = JSON.stringify({ type: 'preview', intentId: 'i', mime: 'image/jpeg', base64: 'AA==' });
const FORGED = PREVIEW.replace('"i"', '"forged"');
const isAllowed = ({ may }: Attempt) => may === 'write' || may === 'read';

/** An edit as any of the messages that can carry one: in the journal and at the peer, or in neither and told why. */
async function attemptEdit(attempt: Attempt, type: MessageType, step: number): Promise<void> {
  const { kind, visitor, somebody, may, wire } = attempt;
  const { doc, update } = makeEdit(kind, somebody, visitor);
  wire.send(type, step, update);
  const said = await outcome(attempt);
  const isDone = may === 'write';
  expect([isInPeer(kind, doc), await journalAuthor(kind, doc)]).toEqual([isDone, isDone ? somebody.id : undefined]);
  if (isDone) expect(said).toContain('status stored');
  else if (may === 'read') expect(said).toEqual(expect.arrayContaining(['denied read-only', 'status refused']));
  else expect(said).toEqual([`denied ${may}`]);
}

/** A frame that nobody may send: told so, and of no effect. */
async function attemptInvalid(attempt: Attempt, makeFrame: (update: Uint8Array) => Uint8Array): Promise<void> {
  const { kind, visitor, somebody, wire } = attempt;
  const { doc, update } = makeEdit(kind, somebody, visitor);
  wire.sendBytes(makeFrame(update));
  await vi.waitUntil(() => wire.said().includes('denied invalid'), SOON);
  expect(wire.isOpen()).toBe(true);
  await settle(found(peers, kind));
  expect([isInPeer(kind, doc), await journalAuthor(kind, doc)]).toEqual([false, undefined]);
  expect(found(peers, kind).said()).not.toContain(`stateless ${FORGED}`);
}

const frameOf = (attempt: Attempt, ...parts: (number | string | Uint8Array)[]) =>
  writeFrame(found(documents, attempt.kind), ...parts);

const MESSAGES: { readonly [message: string]: (attempt: Attempt) => Promise<void> } = {
  'a token again': async (attempt) => {
    attempt.wire.send(MessageType.Auth, 0, attempt.somebody.token);
    const said = await outcome(attempt);
    expect(said.some((one) => one.startsWith('denied'))).toBe(!isAllowed(attempt));
    expect(attempt.wire.isOpen()).toBe(true);
  },
  'sync step 1': async (attempt) => {
    attempt.wire.send(MessageType.Sync, 0, Uint8Array.of(0));
    const said = await outcome(attempt);
    expect(said.includes('state')).toBe(isAllowed(attempt));
    const roots = [...attempt.wire.doc.share.keys()];
    expect(roots.length > 0).toBe(isAllowed(attempt));
  },
  'sync step 2': (attempt) => attemptEdit(attempt, MessageType.Sync, 1),
  update: (attempt) => attemptEdit(attempt, MessageType.Sync, 2),
  'sync reply': (attempt) => attemptEdit(attempt, MessageType.SyncReply, 1),
  awareness: async (attempt) => {
    const { kind, somebody, visitor, wire } = attempt;
    const clientId = 1000 + VISITORS.indexOf(visitor);
    wire.send(MessageType.Awareness, presence(clientId, { cursor: visitor, user: { id: 'forged' } }));
    const said = await outcome(attempt);
    const state = found(peers, kind).awareness.getStates().get(clientId);
    if (!isAllowed(attempt)) expect([state, said]).toEqual([undefined, [`denied ${attempt.may}`]]);
    else if (visitor === 'service') expect(state).toEqual({ cursor: visitor, service: 'job-runner' });
    else expect(state).toMatchObject({ cursor: visitor, user: { id: somebody.id } });
  },
  'query awareness': async (attempt) => {
    const seenBefore = attempt.wire.said().filter((said) => said === 'awareness').length;
    attempt.wire.send(MessageType.QueryAwareness);
    const said = await outcome(attempt);
    const seen = said.filter((one) => one === 'awareness').length;
    expect(seen > seenBefore).toBe(isAllowed(attempt));
    expect(attempt.wire.awareness.getStates().has(7)).toBe(isAllowed(attempt));
  },
  stateless: async (attempt) => {
    const { kind, visitor, may, wire } = attempt;
    const heard = () =>
      found(peers, kind)
        .said()
        .filter((said) => said === `stateless ${PREVIEW}`).length;
    wire.send(MessageType.Stateless, PREVIEW);
    const said = await outcome(attempt);
    const isPassedOn = visitor === 'service' && kind === 'ledger';
    expect(heard()).toBe(isPassedOn ? 1 : 0);
    if (!isPassedOn) expect(said).toContain(isAllowed(attempt) ? 'denied read-only' : `denied ${may}`);
  },
  close: async (attempt) => {
    const { kind, visitor, somebody, wire } = attempt;
    wire.send(MessageType.CLOSE, 'bye');
    if (!isAllowed(attempt)) return void (await outcome(attempt));
    await wire.untilSaid('closes', 1);
    expect(wire.said()).toContain('closes provider_initiated');
    // Neither hears nor writes any more on this socket, unless it asks to be let in again.
    const { doc, update } = makeEdit(kind, somebody, visitor);
    const later = makeEdit(kind, found(people, 'service'), 'service');
    wire.send(MessageType.Sync, 2, update);
    found(peers, kind).send(MessageType.Sync, 2, later.update);
    await settle(found(peers, kind));
    expect([isInPeer(kind, doc), isInPeer(kind, later.doc)]).toEqual([false, true]);
    expect(await journalAuthor(kind, later.doc)).toBe('service');
    expect(Y.getState(wire.doc.store, later.doc.clientID)).toBe(0);
  },
  'broadcast stateless': (attempt) =>
    attemptInvalid(attempt, () => frameOf(attempt, MessageType.BroadcastStateless, FORGED)),
  'an unknown type': (attempt) => attemptInvalid(attempt, (update) => frameOf(attempt, 42, 2, update)),
  'an unknown kind of sync': (attempt) =>
    attemptInvalid(attempt, (update) => frameOf(attempt, MessageType.Sync, 9, update)),
  'an unknown kind of token': (attempt) => attemptInvalid(attempt, () => frameOf(attempt, MessageType.Auth, 7, 'x')),
  'a status': (attempt) => attemptInvalid(attempt, () => frameOf(attempt, MessageType.SyncStatus, 1)),
  'an update cut off': (attempt) =>
    attemptInvalid(attempt, (update) => frameOf(attempt, MessageType.Sync, 2, update).slice(0, -3)),
  'awareness cut off': (attempt) =>
    attemptInvalid(attempt, () => frameOf(attempt, MessageType.Awareness, presence(9, { a: 1 })).slice(0, -3)),
  'a name and no type': (attempt) => attemptInvalid(attempt, () => frameOf(attempt)),
};

test.each(VISITORS)('every message of %s to every document has its effect, or none and the reason', async (visitor) => {
  const somebody = found(people, visitor);
  for (const kind of KINDS) {
    const may = MAY[visitor][kind];
    for (const [message, attemptMessage] of Object.entries(MESSAGES)) {
      const wire = await openWireVisitor(studio.base, somebody, found(documents, kind));
      const letIn = may === 'write' ? 'authenticated read-write' : 'authenticated readonly';
      const attempt = { kind, visitor, somebody, may, wire };
      const at = `${message} by ${visitor} to ${kind}`;
      expect(wire.said()[0], at).toBe(isAllowed(attempt) ? letIn : `denied ${may}`);
      await attemptMessage(attempt).catch((error: unknown) => {
        throw new Error(`${at}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
      wire.close();
    }
  }
});

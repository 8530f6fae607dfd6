import { randomUUID } from 'node:crypto';
import {
  type DocumentName,
  giveVerdict,
  type IntentRow,
  requestTakes,
  resolveThread,
  rootMap,
  startThread,
} from '@studio/shared/document';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { member } from '../fixtures/testAccess.ts';
import type { Identity } from '../ports.ts';
import { checkUpdate } from './checkUpdate.ts';
import { inspectUpdate } from './inspectUpdate.ts';

const projectId = randomUUID();
const project: DocumentName = { kind: 'project', projectId };
const review: DocumentName = { kind: 'review', projectId, subject: 'cut' };
const ada = member('ada');
const guest: Identity = { kind: 'guest', linkId: randomUUID(), guest: { id: 'g1', name: 'Kim', color: '#fff' } };

/** What the server says of an edit that a peer makes on top of what the server has. */
function judge(server: Y.Doc, name: DocumentName, identity: Identity, edit: (doc: Y.Doc) => void) {
  const peer = new Y.Doc();
  Y.applyUpdate(peer, Y.encodeStateAsUpdate(server));
  const before = Y.encodeStateVector(peer);
  edit(peer);
  const inspection = inspectUpdate(server, Y.encodeStateAsUpdate(peer, before));
  if (inspection.kind !== 'new') return inspection.kind;
  const checked = checkUpdate(server, name, identity, inspection);
  if (!checked.ok) return checked.failure.reason;
  Y.applyUpdate(server, inspection.update);
  return checked.value;
}

function intentBy(id: string): IntentRow {
  const requestedBy = { id, name: 'Name' };
  return { id: randomUUID(), kind: 'take', nodeId: 'n', seeds: [1], quality: 'low', requestedBy, requestedAt: 1 };
}

function withNode(): Y.Doc {
  const doc = new Y.Doc();
  rootMap(doc, 'nodes').set('n', new Y.Map([['type', 'shot']]));
  return doc;
}

test("an intent in one's own name goes to the outbox with its value", () => {
  const doc = withNode();
  const intent = intentBy('ada');
  const entries = judge(doc, project, ada, (peer) => requestTakes(peer, intent));
  const { id, ...payload } = intent;
  expect(entries).toEqual([{ projectId, kind: 'intent', key: id, payload }]);
});

test("an intent in another's name is refused, and so is one that nobody signed", () => {
  const doc = withNode();
  expect(judge(doc, project, ada, (peer) => requestTakes(peer, intentBy('ben')))).toBe('invalid');
  expect(judge(doc, project, ada, (peer) => rootMap(peer, 'intents').set(randomUUID(), { nodeId: 'n' }))).toBe(
    'invalid',
  );
  expect(judge(doc, project, ada, (peer) => rootMap(peer, 'intents').set(randomUUID(), new Y.Map()))).toBe('invalid');
});

test('an intent is never replaced or taken away', () => {
  const doc = withNode();
  const intent = intentBy('ada');
  judge(doc, project, ada, (peer) => requestTakes(peer, intent));
  const { id, ...fields } = intent;
  expect(judge(doc, project, ada, (peer) => rootMap(peer, 'intents').set(id, { ...fields, seeds: [9] }))).toBe(
    'invalid',
  );
  expect(judge(doc, project, ada, (peer) => rootMap(peer, 'intents').delete(id))).toBe('invalid');
  const unaware = new Y.Doc();
  rootMap(unaware, 'intents').set(id, { ...fields, seeds: [9] });
  const inspection = inspectUpdate(doc, Y.encodeStateAsUpdate(unaware));
  expect(inspection.kind === 'new' && checkUpdate(doc, project, ada, inspection)).toMatchObject({ ok: false });
});

test('two people may cancel one run without knowing of each other', () => {
  const doc = withNode();
  const intent = intentBy('ada');
  judge(doc, project, ada, (peer) => requestTakes(peer, intent));
  const cancel = (id: string) => {
    const peer = new Y.Doc();
    rootMap(peer, 'cancellations').set(intent.id, { cancelledBy: { id, name: 'Name' }, cancelledAt: 2 });
    return Y.encodeStateAsUpdate(peer);
  };
  for (const id of ['ada', 'ben']) {
    const inspection = inspectUpdate(doc, cancel(id));
    if (inspection.kind !== 'new') throw new Error(inspection.kind);
    const checked = checkUpdate(doc, project, member(id), inspection);
    expect(checked).toMatchObject({ ok: true, value: [{ kind: 'cancellation', key: intent.id }] });
    Y.applyUpdate(doc, inspection.update);
  }
});

test('text that the database cannot hold stays out of the outbox', () => {
  const doc = withNode();
  const bad = (name: string) => ({ ...intentBy('ada'), requestedBy: { id: 'ada', name } });
  expect(judge(doc, project, ada, (peer) => requestTakes(peer, bad('a\u0000b')))).toBe('invalid');
  expect(judge(doc, project, ada, (peer) => requestTakes(peer, bad('😀')))).toHaveLength(1);
});

test('guests sign as guests, members as members', () => {
  const doc = new Y.Doc();
  const note = (author: { id: string; name: string; isGuest?: boolean }) => (peer: Y.Doc) => {
    const thread = { id: randomUUID(), takeId: 't', frame: 3, region: null, author, at: 1 };
    startThread(peer, thread, { id: randomUUID(), threadId: thread.id, body: 'Darker', author, at: 1 });
  };
  expect(judge(doc, review, guest, note({ id: 'g1', name: 'Kim', isGuest: true }))).toEqual([]);
  expect(judge(doc, review, guest, note({ id: 'g1', name: 'Kim' }))).toBe('invalid');
  expect(judge(doc, review, guest, note({ id: 'ada', name: 'Ada', isGuest: true }))).toBe('invalid');
  expect(judge(doc, review, ada, note({ id: 'ada', name: 'Ada', isGuest: true }))).toBe('invalid');
});

test("nobody takes another's comment, resolution or verdict away, and anybody may settle a thread again", () => {
  const doc = new Y.Doc();
  const author = { id: 'ada', name: 'Ada' };
  const thread = { id: 'th', takeId: 't', frame: 3, region: null, author, at: 1 };
  const ben = { id: 'ben', name: 'Ben' };
  judge(doc, review, ada, (peer) => {
    startThread(peer, thread, { id: 'c', threadId: 'th', body: 'Darker', author, at: 1 });
    resolveThread(peer, { id: 'th', isResolved: true, author, at: 2 });
    giveVerdict(peer, { id: 't:ada', takeId: 't', verdict: 'approved', author, at: 2 });
  });
  for (const [root, key] of [
    ['comments', 'c'],
    ['threads', 'th'],
    ['resolutions', 'th'],
    ['approvals', 't:ada'],
  ] as const) {
    expect(judge(doc, review, member('ben'), (peer) => rootMap(peer, root).delete(key))).toBe('invalid');
  }
  const forged = { takeId: 't', verdict: 'changes', author: ben, at: 3 };
  expect(judge(doc, review, member('ben'), (peer) => rootMap(peer, 'approvals').set('t:ada', forged))).toBe('invalid');
  const reopen = (peer: Y.Doc) => resolveThread(peer, { id: 'th', isResolved: false, author: ben, at: 3 });
  expect(judge(doc, review, member('ben'), reopen)).toEqual([]);
  const change = (peer: Y.Doc) => giveVerdict(peer, { id: 't:ada', takeId: 't', verdict: 'changes', author, at: 4 });
  expect(judge(doc, review, ada, change)).toEqual([]);
});

test('roots, keys and values of no known shape are refused, however deep', () => {
  const doc = withNode();
  const inNode = (key: string, value: unknown) => (peer: Y.Doc) =>
    (rootMap(peer, 'nodes').get('n') as Y.Map<unknown>).set(key, value);
  const refused: ((peer: Y.Doc) => void)[] = [
    (peer) => peer.getMap('secrets').set('a', 1),
    (peer) => peer.getArray('nodes').push([1]),
    (peer) => rootMap(peer, 'meta').set('__proto__', { isOwner: true }),
    inNode('__proto__', 1),
    inNode('position', { x: Number.NaN, y: 0 }),
    inNode('fields', JSON.parse('{"__proto__":{"isOwner":true}}')),
    inNode('big', 1n),
    inNode('document', new Y.Doc()),
    inNode('xml', new Y.XmlElement('script')),
  ];
  for (const edit of refused) expect(judge(doc, project, ada, edit), String(edit)).toBe('invalid');
  expect(judge(doc, project, ada, inNode('prompt', new Y.Text('A tower at dusk')))).toEqual([]);
  expect(judge(doc, project, ada, inNode('position', { x: 1, y: 2 }))).toEqual([]);
});

import { randomUUID } from 'node:crypto';
import { readRuns } from '@studio/shared/jobs';
import { expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { useSyncServer } from './fixtures/useSyncServer.ts';
import type { TestClient } from './fixtures/testClient.ts';

const bench = useSyncServer();
const soon = { timeout: 5000 };

const statesOf = (client: TestClient) => client.provider.awareness?.getStates() ?? new Map();
const seenBy = (client: TestClient, other: TestClient) => statesOf(client).get(other.doc.clientID);

test('others see who somebody is by the word of the server', async () => {
  const name = `project/${randomUUID()}`;
  const [ada, ben] = [bench.open('ada', name), bench.open('ben', name)];
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  ben.provider.awareness?.setLocalState({
    user: { id: 'ada', name: 'Ada' },
    cursor: { x: 1, y: 2 },
    service: 'job-runner',
  });
  await expect
    .poll(() => seenBy(ada, ben), soon)
    .toEqual({
      cursor: { x: 1, y: 2 },
      user: { id: 'ben', name: 'Name of ben', color: '#e05d44', colorLight: '#e05d4440', kind: 'member' },
    });
  ben.provider.awareness?.setLocalState(null);
  await expect.poll(() => seenBy(ada, ben), soon).toBeUndefined();
  ben.provider.awareness?.setLocalState({ cursor: 'back' });
  await expect.poll(() => seenBy(ada, ben)?.cursor, soon).toBe('back');
  ben.destroy();
  await expect.poll(() => seenBy(ada, ben), soon).toBeUndefined();
});

test("nobody moves another's cursor, and one connection has one", async () => {
  const name = `project/${randomUUID()}`;
  const [ada, ben] = [bench.open('ada', name), bench.open('ben', name)];
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  ada.provider.awareness?.setLocalStateField('cursor', 'mine');
  ben.provider.awareness?.setLocalStateField('cursor', 'before');
  await expect.poll(() => [seenBy(ben, ada)?.cursor, seenBy(ada, ben)?.cursor], soon).toEqual(['mine', 'before']);
  const forged = new Awareness(Object.assign(new Y.Doc(), { clientID: ada.doc.clientID }));
  for (let clock = 0; clock < 20; clock += 1) forged.setLocalState({ cursor: 'forged' });
  const strangers = new Awareness(new Y.Doc());
  for (let client = 1; client <= 50; client += 1) {
    strangers.states.set(client, { cursor: client });
    strangers.meta.set(client, { clock: 1, lastUpdated: 0 });
  }
  const { configuration } = ben.provider;
  const sendAs = (awareness: Awareness, clients: number[]) => {
    const { awareness: own } = configuration;
    configuration.awareness = awareness;
    ben.provider.awarenessUpdateHandler({ added: clients, updated: [], removed: [] }, 'test');
    configuration.awareness = own;
  };
  sendAs(forged, [ada.doc.clientID]);
  sendAs(strangers, [...strangers.states.keys()]);
  ben.provider.awareness?.setLocalStateField('cursor', 'after');
  await expect.poll(() => seenBy(ada, ben)?.cursor, soon).toBe('after');
  const third = bench.open('ada', name);
  await expect.poll(() => seenBy(third, ada)?.cursor, soon).toBe('mine');
  expect([...statesOf(third).keys()].sort()).toEqual([ada, ben, third].map((client) => client.doc.clientID).sort());
  forged.destroy();
  strangers.destroy();
});

test("the job-runner's progress reaches everybody, and late joiners too", async () => {
  const name = `project/${randomUUID()}/ledger`;
  const runner = bench.open('service', name, { schema: '', origin: '' });
  await expect.poll(() => runner.isSaved(), soon).toBe(true);
  const runs = { i1: { progress: 0.4, step: 'Sampling', worker: 'gpu-1' } };
  runner.provider.awareness?.setLocalState({ service: 'job-runner', runs });
  const ada = bench.open('ada', name);
  await expect.poll(() => readRuns(statesOf(ada).values()).get('i1'), soon).toEqual(runs.i1);
});

test('presence that is too large ends the document with the reason', async () => {
  const ada = bench.open('ada', `project/${randomUUID()}`);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  ada.provider.awareness?.setLocalStateField('cursor', 'x'.repeat(20_000));
  await expect.poll(() => ada.denials, soon).toEqual(['too-large']);
});

test('previews come from the job-runner alone, and no message of anybody ends the server', async () => {
  const name = `project/${randomUUID()}/ledger`;
  const [runner, ada, ben] = [
    bench.open('service', name, { schema: '', origin: '' }),
    bench.open('ada', name),
    bench.open('ben', name),
  ];
  await expect.poll(() => runner.isSaved() && ada.isSaved() && ben.isSaved(), soon).toBe(true);
  const preview = JSON.stringify({ type: 'preview', intentId: 'i1', mime: 'image/jpeg', base64: '/9j/' });
  ada.provider.sendStateless(preview);
  for (const payload of ['{', 'null', '{"type":"preview"}']) runner.provider.sendStateless(payload);
  runner.provider.sendStateless(preview);
  await expect.poll(() => ben.stateless, soon).toEqual([preview]);
  expect(ada.stateless).toEqual([preview]);
  expect(runner.stateless).toEqual([]);
});

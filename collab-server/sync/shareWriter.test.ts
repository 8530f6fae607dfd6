import { randomUUID } from 'node:crypto';
import {
  addNode,
  addTakes,
  pickTake,
  readNotes,
  readRows,
  readSharedTake,
  readShareMeta,
  resolveThread,
  rootMap,
  startThread,
  type TakeRow,
} from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import { useSyncServer } from './fixtures/useSyncServer.ts';
import { createNotesCounter } from './notesCounter.ts';
import { createShareWriter } from './shareWriter.ts';

const bench = useSyncServer();
const soon = { timeout: 5000 };
const logger = pino({ level: 'silent' });

function take(slotId: string, number: number, kind: TakeRow['kind'] = 'video'): TakeRow {
  const intentId = randomUUID();
  const hash = () => randomUUID().replaceAll('-', '').repeat(2);
  return {
    id: `${intentId}.0`,
    intentId,
    nodeId: slotId,
    slotId,
    kind,
    name: `SHOT-010_v01_take0${number}.mp4`,
    version: 1,
    number,
    media: { sha256: hash(), mime: 'video/mp4', bytes: 10 },
    width: 1280,
    height: 720,
    frames: 48,
    rate: { num: 24, den: 1 },
    hasAudio: false,
    thumbnail: { sha256: hash(), mime: 'image/webp', bytes: 5 },
    filmstrip: null,
    waveform: null,
    quality: 'low',
    notice: '',
    recipe: {
      pipelineId: 'p',
      pipelineVersion: '1',
      prompt: 'A secret prompt',
      seed: 1,
      parameters: {},
      worker: 'w',
      workflowSha256: 'x',
    },
    madeBy: { id: 'ada', name: 'Ada' },
    madeAt: number,
  };
}

async function createProject(): Promise<{ projectId: string; linkId: string; shotId: string; otherId: string }> {
  const { kysely } = bench.database();
  const { sync } = bench.server();
  const [projectId, linkId, shotId, otherId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const now = new Date();
  await kysely.insertInto('projects').values({ id: projectId, title: 'P', changed_at: now, created_at: now }).execute();
  const link = { id: linkId, project_id: projectId, label: 'For the client', may_comment: true, created_at: now };
  await kysely
    .insertInto('share_links')
    .values({
      ...link,
      subjects: JSON.stringify([shotId, 'cut']),
      token_hash: linkId,
      created_by: null,
      expires_at: null,
      revoked_at: null,
    })
    .execute();
  const nodes = (doc: Y.Doc) => {
    for (const id of [shotId, otherId]) {
      unwrap(addNode(doc, { id, type: 'shot', position: { x: 0, y: 0 }, fields: { number: '010', name: 'The door' } }));
    }
    return { ok: true, value: undefined } as const;
  };
  unwrap(await sync.write({ kind: 'project', projectId }, nodes));
  return { projectId, linkId, shotId, otherId };
}

const shownBy = async (linkId: string) => {
  const rows = await bench
    .server()
    .sync.read({ kind: 'share', linkId }, (doc) => [...readRows(rootMap(doc, 'takes'), readSharedTake).values()]);
  return unwrap(rows).sort((a, b) => (a.name < b.name ? -1 : 1));
};
const blobsOf = async (linkId: string) => {
  const { kysely } = bench.database();
  const rows = await kysely.selectFrom('shared_blobs').select('sha256').where('link_id', '=', linkId).execute();
  return rows.map((row) => row.sha256).sort();
};

test('a share link shows the Takes of its shots and nothing else, and follows them', async () => {
  const { projectId, linkId, shotId, otherId } = await createProject();
  const { sync } = bench.server();
  const writer = createShareWriter({ sync, db: bench.database().kysely, clock: Date.now, logger, settleMs: 20 });
  const [first, second, other, film] = [
    take(shotId, 1),
    take(shotId, 2),
    take(otherId, 1),
    take('assembler', 3, 'film'),
  ];
  unwrap(await sync.write({ kind: 'ledger', projectId }, (doc) => addTakes(doc, [first, other])));
  await writer.publish(linkId);
  expect(await shownBy(linkId)).toMatchObject([
    { id: first.id, shotId, shotName: 'Shot 010 · The door', isActive: true },
  ]);
  unwrap(await sync.write({ kind: 'ledger', projectId }, (doc) => addTakes(doc, [second, film])));
  unwrap(await sync.write({ kind: 'project', projectId }, (doc) => pickTake(doc, shotId, second.id)));
  await expect
    .poll(async () => (await shownBy(linkId)).map((row) => [row.id, row.shotId, row.isActive]), soon)
    .toEqual([
      [first.id, shotId, false],
      [second.id, shotId, true],
      [film.id, 'cut', true],
    ]);
  const hashes = [first, second, film].flatMap((one) => [one.media.sha256, one.thumbnail.sha256]);
  expect(await blobsOf(linkId)).toEqual(hashes.sort());
  const whole = await sync.read({ kind: 'share', linkId }, (doc) => [
    JSON.stringify(rootMap(doc, 'takes').toJSON()),
    readShareMeta(rootMap(doc, 'meta')),
  ]);
  expect(unwrap(whole)[0]).not.toContain('secret');
  expect(unwrap(whole)[1]).toEqual({ title: 'For the client', projectId, areCommentsAllowed: true });
  unwrap(
    await sync.write({ kind: 'project', projectId }, (doc) => {
      rootMap(doc, 'nodes').delete(shotId);
      return { ok: true, value: undefined } as const;
    }),
  );
  await expect.poll(async () => (await blobsOf(linkId)).length, soon).toBe(2);
  await writer.stop();
});

test('publishing what is shown already writes nothing', async () => {
  const { projectId, linkId, shotId } = await createProject();
  const { sync } = bench.server();
  const writer = createShareWriter({ sync, db: bench.database().kysely, clock: Date.now, logger, settleMs: 20 });
  unwrap(await sync.write({ kind: 'ledger', projectId }, (doc) => addTakes(doc, [take(shotId, 1)])));
  await writer.publish(linkId);
  const before = await bench.journalOf(`share/${linkId}`);
  await writer.publish(linkId);
  expect(await bench.journalOf(`share/${linkId}`)).toEqual(before);
  await writer.stop();
});

test("a guest's note is counted in the ledger, and settling it too", async () => {
  const projectId = randomUUID();
  const { sync } = bench.server();
  const counter = createNotesCounter({ sync, logger, settleMs: 20 });
  bench.access.people.set('kim', {
    kind: 'guest',
    linkId: randomUUID(),
    guest: { id: 'g1', name: 'Kim', color: '#fff' },
  });
  const subject = randomUUID();
  const guest = bench.open('kim', `project/${projectId}/review/${subject}`);
  const ada = bench.open('ada', `project/${projectId}/ledger`);
  await expect.poll(() => guest.isSaved() && ada.isSaved(), soon).toBe(true);
  const author = { id: 'g1', name: 'Kim', isGuest: true };
  const thread = { id: randomUUID(), takeId: 't', frame: 12, region: null, author, at: 1 };
  startThread(guest.doc, thread, { id: randomUUID(), threadId: thread.id, body: 'Darker', author, at: 1 });
  const counts = () => readNotes(subject, rootMap(ada.doc, 'notes').get(subject));
  await expect.poll(counts, soon).toMatchObject({ open: 1, resolved: 0 });
  resolveThread(guest.doc, { id: thread.id, isResolved: true, author, at: 2 });
  await expect.poll(counts, soon).toMatchObject({ open: 0, resolved: 1 });
  expect((await bench.journalOf(`project/${projectId}/review/${subject}`))[0]).toMatchObject({
    author_kind: 'guest',
    author_id: 'g1',
  });
  await counter.stop();
});

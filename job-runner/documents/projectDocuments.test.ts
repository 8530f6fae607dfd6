import { randomUUID } from 'node:crypto';
import { HocuspocusProvider } from '@hocuspocus/provider';
import { formatDocumentName } from '@studio/shared/document';
import { type PreviewMessage, readPreview, readRuns } from '@studio/shared/jobs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addPaintedShot, press, reached } from '../testing/filmParts.ts';
import { SERVICE_KEY, startStudio, type TestStudio } from '../testing/startStudio.ts';
import { ProjectDocuments } from './projectDocuments.ts';
import { Unavailable } from './unavailable.ts';

let studio: TestStudio;

beforeAll(async () => {
  studio = await startStudio();
});
afterEach(async () => {
  await studio.stopRunners();
});
afterAll(async () => {
  await studio.stop();
});

test('everybody in a project sees progress and previews of a run', async () => {
  await studio.startRunner([await studio.startWorker(16, 3)]);
  const { session, leave, projectId } = await studio.createProject();
  const previews: PreviewMessage[] = [];
  const progress: number[] = [];
  const watcher = new HocuspocusProvider({
    url: `${studio.collabUrl.replace('http', 'ws')}/collab?schema=1`,
    name: formatDocumentName({ kind: 'ledger', projectId }),
    token: SERVICE_KEY,
    onStateless: ({ payload }) => {
      const preview = readPreview(payload);
      if (preview) previews.push(preview);
    },
  });
  const { imageId } = addPaintedShot(session, '010');
  const intentId = press(session, imageId);
  watcher.awareness?.on('change', () => {
    const run = readRuns(watcher.awareness?.getStates().values() ?? []).get(intentId);
    if (run) progress.push(run.progress);
  });
  await reached(session, intentId, 'done', 30_000);
  expect(progress.length).toBeGreaterThan(1);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(previews.length).toBeGreaterThan(0);
  expect(previews[0]).toMatchObject({ type: 'preview', intentId, mime: 'image/jpeg' });
  await expect.poll(() => readRuns(watcher.awareness?.getStates().values() ?? []).size).toBe(0);
  watcher.destroy();
  leave();
});

test('a project that does not exist is refused with its reason, and another one is not held up', async () => {
  const documents = new ProjectDocuments({ collabUrl: studio.collabUrl, serviceKey: SERVICE_KEY, clock: Date.now });
  await expect(documents.join(randomUUID())).rejects.toThrow(/unknown-document/);
  const { projectId, leave } = await studio.createProject();
  const joined = await documents.join(projectId);
  joined.leave();
  leave();
  documents.close();
});

test('without a server joining ends in time and says so', async () => {
  const options = { collabUrl: 'http://127.0.0.1:9', serviceKey: SERVICE_KEY, clock: Date.now, timeoutMs: 300 };
  const documents = new ProjectDocuments(options);
  const joining = documents.join(randomUUID());
  await expect(joining).rejects.toBeInstanceOf(Unavailable);
  await expect(joining).rejects.toThrow(/could not be read within 0.3 s/);
  documents.close();
});

test('a project is left when nobody has used it for a while, and joined again when somebody does', async () => {
  const options = { collabUrl: studio.collabUrl, serviceKey: SERVICE_KEY, clock: Date.now, idleMs: 50 };
  const documents = new ProjectDocuments(options);
  const { projectId, leave } = await studio.createProject();
  const first = await documents.join(projectId);
  const second = await documents.join(projectId);
  expect(second.session).toBe(first.session);
  first.leave();
  first.leave();
  expect((await documents.join(projectId)).session).toBe(first.session);
  second.leave();
  // The third user above never left: only a fresh set of documents shows the leaving.
  const others = new ProjectDocuments(options);
  const before = await others.join(projectId);
  before.leave();
  const isNew = async () => {
    const joined = await others.join(projectId);
    joined.leave();
    return joined.session !== before.session;
  };
  await expect.poll(isNew, { interval: 200, timeout: 5000 }).toBe(true);
  others.close();
  leave();
  documents.close();
});

import { randomUUID } from 'node:crypto';
import {
  addNodes,
  cancelIntent,
  insertClips,
  nodeText,
  rootMap,
  setNodeField,
  trimClip,
  updateMeta,
} from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ProjectSession } from '../documents/projectSession.ts';
import { addPaintedShot, expectOk, jobIn, press, pressSeeing, reached, takesOf } from '../testing/filmParts.ts';
import { startStudio, type TestStudio } from '../testing/startStudio.ts';

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

const APART = { isApart: true } as const;
const BO = { id: 'bo', name: 'Bo' };

/** Comes back from a time apart: what was pressed then, and what others did meanwhile, is there in one piece. */
function comeBack<Value>(session: ProjectSession, act: () => Value): Value {
  return session.project.transact(act);
}

function type(session: ProjectSession, nodeId: string, text: string): void {
  unwrap(nodeText(session.project, nodeId, 'prompt')).insert(0, text);
}

test('pressed apart, it runs when nothing it is made from has changed', async () => {
  await studio.startRunner([await studio.startWorker(16)]);
  const { session, leave } = await studio.createProject();
  const { shotId, imageId } = addPaintedShot(session, '010');
  const intentId = comeBack(session, () => {
    const pressed = pressSeeing(session, imageId, APART);
    expectOk(setNodeField(session.project, shotId, 'name', 'Another title'));
    expectOk(setNodeField(session.project, imageId, 'count', 4));
    return pressed;
  });
  const job = await reached(session, intentId, 'done');
  expect(job.notice).toBe('');
  expect(takesOf(session, intentId)).toHaveLength(1);
  leave();
});

test('pressed apart and changed meanwhile, it asks; two answers at once make one run', async () => {
  await studio.startRunner([await studio.startWorker(16)]);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '020');
  const asked = comeBack(session, () => {
    const pressed = pressSeeing(session, imageId, APART);
    type(session, imageId, 'fog, ');
    expectOk(setNodeField(session.project, imageId, 'quality', 'low'));
    return pressed;
  });
  const job = await reached(session, asked, 'asks');
  expect(job.changed).toEqual(['prompt', 'quality']);
  const [first, second] = comeBack(session, () => [
    pressSeeing(session, imageId, { answers: asked }),
    pressSeeing(session, imageId, { answers: asked, requestedBy: BO }),
  ]);
  await expect
    .poll(() => [first, second].map((id) => jobIn(session, id)?.state).sort(), { timeout: 20_000 })
    .toEqual(['cancelled', 'done']);
  expect(await reached(session, asked, 'cancelled')).toMatchObject({ attempts: 0 });
  const made = [asked, first, second].flatMap((id) => takesOf(session, id));
  expect(made.map((take) => take.recipe?.prompt)).toEqual(['fog, a lighthouse at dusk']);
  leave();
});

test('a question is closed by a cancellation, and by a runner that never saw it asked', async () => {
  const runner = await studio.startRunner([await studio.startWorker(16)]);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '030');
  const asked = comeBack(session, () => {
    const pressed = pressSeeing(session, imageId, APART);
    type(session, imageId, 'rain, ');
    return pressed;
  });
  await reached(session, asked, 'asks');
  await runner.stop();
  await studio.startRunner([await studio.startWorker(16)]);
  expectOk(cancelIntent(session.project, asked, BO, 2));
  expect(await reached(session, asked, 'cancelled')).toMatchObject({ attempts: 0 });
  expect(takesOf(session, asked)).toEqual([]);
  leave();
});

test.each(['intent first', 'cancellation first'])('cancelled apart it never runs, nor waits to: %s', async (order) => {
  const { session, leave, projectId } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '040');
  const seen = new Set<unknown>();
  const jobs = rootMap(session.ledger, 'jobs');
  const intentId = comeBack(session, () => {
    const pressed = pressSeeing(session, imageId, APART);
    expectOk(cancelIntent(session.project, pressed, BO, 2));
    return pressed;
  });
  jobs.observeDeep(() => seen.add(jobIn(session, intentId)?.state));
  await expect.poll(() => studio.outboxSize(projectId), { timeout: 10_000 }).toBe(2);
  if (order === 'cancellation first') {
    const columns = 'project_id, kind, key, payload, at';
    const last = `with row as (delete from outbox where key = $1 and kind = 'intent' returning ${columns})
                  insert into outbox (${columns}) select * from row`;
    expect((await studio.pool.query(last, [intentId])).rowCount).toBe(1);
  }
  // A free worker waits: only the cancellation keeps it from the run.
  await studio.startRunner([await studio.startWorker(16)]);
  await reached(session, intentId, 'cancelled');
  expect([...seen]).toEqual(['cancelled']);
  expect((await studio.pool.query('select 1 from runner.attempts where intent_id = $1', [intentId])).rowCount).toBe(0);
  leave();
});

test('a colleague’s keystroke in the moment of the press asks nobody; the Take says so', async () => {
  await studio.startRunner([await studio.startWorker(16)]);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '050');
  const intentId = comeBack(session, () => {
    const pressed = pressSeeing(session, imageId);
    type(session, imageId, 'snow, ');
    return pressed;
  });
  const job = await reached(session, intentId, 'done');
  expect(job.notice).toBe('Changed in the moment it was asked for: prompt. Made with the newest.');
  leave();
});

test('what is edited while a run waits for its worker is for the next run', async () => {
  const worker = await studio.startWorker(16, 4);
  await studio.startRunner([worker]);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '060');
  const running = pressSeeing(session, imageId);
  await reached(session, running, 'running');
  const waiting = pressSeeing(session, imageId, { seeds: [8] });
  await reached(session, waiting, 'queued');
  type(session, imageId, 'hail, ');
  await reached(session, waiting, 'done', 60_000);
  expect(takesOf(session, waiting).map((take) => take.recipe?.prompt)).toEqual(['a lighthouse at dusk']);
  // An intent of an older client says nothing of what was seen, and is made as things stand.
  const older = press(session, imageId, { seeds: [9] });
  await reached(session, older, 'done', 60_000);
  expect(takesOf(session, older).map((take) => take.recipe?.prompt)).toEqual(['hail, a lighthouse at dusk']);
  leave();
});

test('a film that was asked for apart asks when its cut was changed', async () => {
  await studio.startRunner([await studio.startWorker(16)]);
  const { session, leave } = await studio.createProject();
  expectOk(updateMeta(session.project, { width: 320, height: 180 }));
  const { shotId } = addPaintedShot(session, '070');
  const filmId = randomUUID();
  expectOk(addNodes(session.project, [{ id: filmId, type: 'assembler', position: { x: 0, y: 0 } }]));
  expectOk(insertClips(session.project, [{ id: 'clip', shotId, durationFrames: 12 }], 0));
  const render = { kind: 'render', seeds: [], isApart: true } as const;
  const same = comeBack(session, () => {
    const pressed = pressSeeing(session, filmId, render);
    expectOk(updateMeta(session.project, { title: 'Another title' }));
    return pressed;
  });
  await reached(session, same, 'done', 60_000);
  const changed = comeBack(session, () => {
    const pressed = pressSeeing(session, filmId, render);
    expectOk(trimClip(session.project, 'clip', { durationFrames: 6 }));
    return pressed;
  });
  expect((await reached(session, changed, 'asks')).changed).toEqual(['cut']);
  const answer = pressSeeing(session, filmId, { kind: 'render', seeds: [], answers: changed });
  await reached(session, answer, 'done', 60_000);
  leave();
});

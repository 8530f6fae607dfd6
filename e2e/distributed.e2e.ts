import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import { canonicalJson, manifestJson, projectManifest } from '@studio/shared/document';
import { afterEach, expect, test } from 'vitest';
import { runnerAtWork } from './distributed/runnerAtWork.ts';
import { type DistributedStudio, startDistributedStudio } from './distributed/startDistributedStudio.ts';
import { cutFilm, expectFilm, pickEach } from './scenario/cut.ts';
import { agree, type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { expectMediaByHash } from './scenario/media.ts';
import { expectCleanRepository, takeSnapshot } from './scenario/repository.ts';
import { type Asked, askForFilm, askForTakes, expectExactly, untilDone } from './scenario/runs.ts';
import { type SteadyWriter, wordsIn, writeSteadily } from './scenario/steadyWriter.ts';
import { typeTogether } from './scenario/typeTogether.ts';
import { expectViewerMayOnlyRead } from './scenario/viewer.ts';
import { waitFor } from './scenario/waiting.ts';

// Fast enough for a test, slow enough that a run can be met in the middle.
const SPEED = '4';
const editors: Editor[] = [];
let studio: DistributedStudio | undefined;

afterEach(async (context) => {
  for (const editor of editors.splice(0)) editor.leave();
  const ended = studio;
  studio = undefined;
  await ended?.stop();
  if (context.task.result?.state !== 'fail') return;
  for (const process of ended?.processes() ?? []) console.log(`--- ${process.name}\n${process.output().slice(-6000)}`);
});

async function edit(...[client, projectId]: Parameters<typeof openEditor>): Promise<Editor> {
  const editor = await openEditor(client, projectId);
  editors.push(editor);
  return editor;
}

/** The people and the film, one at each door. */
interface Set {
  readonly studio: DistributedStudio;
  readonly director: StudioClient;
  readonly film: LaidFilm;
  readonly one: Editor;
  readonly other: Editor;
}

test('two collab-servers and two job-runners make a film, and one of each dies in the middle', async () => {
  studio = await startDistributedStudio(SPEED);
  const director = await enterStudio(studio.setupUrl, 'A director');
  const { id: projectId } = await director.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  const artist = await joinStudio(director, { name: 'An artist', role: 'editor', projectId });
  const one = await edit(director, projectId);
  const other = await edit(artist.through(studio.doors[1]), projectId);
  const set = { studio, director, one, other, film: layOutFilm(one.project) };

  const stills = await makeStills(set);
  const clips = await makeClipsWhilePartsDie(set);
  expectExactly(one, [...stills, ...clips]);
  const render = await renderTogether(set, clips);
  const all = [...stills, ...clips, render];
  expectExactly(one, all);
  await expectFilm(other, render);
  expect(await expectMediaByHash(one)).toBeGreaterThan(all.length);

  await expectCleanRepository(studio.dataFolder, one, await takeSnapshot(one, 'Picture lock'));
  await expectViewerMayOnlyRead(director, other);
  const fresh = await edit(director, projectId);
  expect(manifestOf(fresh)).toBe(manifestOf(one));
  expect(manifestOf(fresh)).toBe(manifestOf(other));
  expectExactly(fresh, all);
  expect(studio.processes().filter(({ isRunning }) => !isRunning)).toHaveLength(2);
});

async function makeStills({ film, one, other }: Set): Promise<readonly Asked[]> {
  const [first, second, third] = film.shots;
  // In the same breath as their nodes: a run must not overtake the document that it is about.
  const early = [askForTakes(one, second.imageId, [21]), askForTakes(one, third.imageId, [31, 32])];
  await agree(one, other);
  await typeTogether(one, other, first.imageId);
  const stills = [askForTakes(other, first.imageId, [11, 12]), ...early];
  await untilDone(one, stills);
  await agree(one, other);
  expectExactly(other, stills);
  pickEach(other, stills, 0);
  pickEach(one, stills.slice(2), 1);
  await agree(one, other);
  return stills;
}

/** The runner of one clip and the collab-server of one editor are killed while clips are made and both editors write. */
async function makeClipsWhilePartsDie({ studio: running, film, one, other }: Set): Promise<readonly Asked[]> {
  const [first, second, third] = film.shots;
  const clips = [
    askForTakes(one, first.videoId, [41, 42]),
    askForTakes(other, second.videoId, [51]),
    askForTakes(other, third.videoId, [61]),
  ];
  const writers = [writeSteadily(one, second.imageId, 'D'), writeSteadily(other, second.imageId, 'A')];
  const intentIds = clips.map(({ intentId }) => intentId);
  const { runner, intentId } = await waitFor('a job-runner in the middle of a run', () =>
    runnerAtWork(running, intentIds),
  );
  await runner.kill();
  await running.collabServers[0].kill();
  await goOn(writers);
  for (const writer of writers) writer.stop();
  await agree(one, other);
  expect([...wordsIn(one, second.imageId)].sort()).toEqual(writers.flatMap((writer) => [...writer.written()]).sort());
  await untilDone(other, clips);
  await agree(one, other);
  expect(one.jobs.row(intentId)?.attempts).toBeGreaterThan(1);
  return clips;
}

async function goOn(writers: readonly SteadyWriter[]): Promise<void> {
  const counts = () => writers.map((writer) => writer.acknowledged().length);
  const before = counts();
  const look = () => counts().every((count, index) => count > (before[index] ?? 0) + 5) || undefined;
  await waitFor('both editors to go on through the other collab-server', look);
}

async function renderTogether({ film, one, other }: Set, clips: readonly Asked[]): Promise<Asked> {
  pickEach(one, clips, 0);
  pickEach(other, clips.slice(0, 1), 1);
  await agree(one, other);
  cutFilm(other, film);
  await agree(one, other);
  const render = askForFilm(one, film.assemblerId);
  await untilDone(other, [render]);
  await agree(one, other);
  return render;
}

function manifestOf(editor: Editor): string {
  return canonicalJson(manifestJson(projectManifest(editor.project)));
}

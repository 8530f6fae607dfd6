import { enterStudio, joinStudio } from '@studio/infra/testing';
import { canonicalJson, manifestJson, projectManifest } from '@studio/shared/document';
import { afterEach, expect, test } from 'vitest';
import { runnerAtWork } from './distributed/runnerAtWork.ts';
import { type DistributedStudio, startDistributedStudio } from './distributed/startDistributedStudio.ts';
import { cutFilm, expectFilm, pickEach } from './scenario/cut.ts';
import { agree, type Editor, openEditor } from './scenario/editor.ts';
import { layOutFilm } from './scenario/layOutFilm.ts';
import { expectMediaByHash } from './scenario/media.ts';
import { expectCleanRepository, takeSnapshot } from './scenario/repository.ts';
import { askForFilm, askForTakes, expectExactly, untilDone } from './scenario/runs.ts';
import { wordsIn, writeSteadily } from './scenario/steadyWriter.ts';
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

test('two collab-servers and two job-runners make a film, and one of each dies in the middle', async () => {
  studio = await startDistributedStudio(SPEED);
  const director = await enterStudio(studio.setupUrl, 'A director');
  const { id: projectId } = await director.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  const artist = await joinStudio(director, { name: 'An artist', role: 'editor', projectId });
  const one = await edit(director, projectId);
  const other = await edit(artist.through(studio.doors[1]), projectId);
  const film = layOutFilm(one.project);
  const [first, second, third] = film.shots;
  if (!first || !second || !third) throw new Error('The scenario has three shots.');
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

  const clips = [
    askForTakes(one, first.videoId, [41, 42]),
    askForTakes(other, second.videoId, [51]),
    askForTakes(other, third.videoId, [61]),
  ];
  const writers = [writeSteadily(one, second.imageId, 'D'), writeSteadily(other, second.imageId, 'A')];
  const intentIds = clips.map(({ intentId }) => intentId);
  const { runner, intentId } = await waitFor('a job-runner in the middle of a run', () =>
    runnerAtWork(studio as DistributedStudio, intentIds),
  );
  await runner.kill();
  const acknowledgedBefore = writers.map((writer) => writer.acknowledged().length);
  await studio.collabServers[0].kill();
  await waitFor(
    'both editors to go on through the other collab-server',
    () =>
      writers.every((writer, index) => writer.acknowledged().length > (acknowledgedBefore[index] ?? 0) + 5) ||
      undefined,
  );
  for (const writer of writers) writer.stop();
  await agree(one, other);
  expect([...wordsIn(one, second.imageId)].sort()).toEqual(writers.flatMap((writer) => [...writer.written()]).sort());
  await untilDone(other, clips);
  await agree(one, other);
  expect(one.jobs.row(intentId)?.attempts).toBeGreaterThan(1);
  expectExactly(one, [...stills, ...clips]);

  pickEach(one, clips, 0);
  pickEach(other, clips.slice(0, 1), 1);
  await agree(one, other);
  cutFilm(other, film);
  await agree(one, other);
  const render = askForFilm(one, film.assemblerId);
  await untilDone(other, [render]);
  await agree(one, other);
  const all = [...stills, ...clips, render];
  expectExactly(one, all);
  await expectFilm(other, render);
  expect(await expectMediaByHash(one)).toBeGreaterThan(all.length);

  const snapshot = await takeSnapshot(one, 'Picture lock');
  await expectCleanRepository(studio.dataFolder, one, snapshot);
  await expectViewerMayOnlyRead(director, other);
  const fresh = await edit(director, projectId);
  const manifestOf = (editor: Editor) => canonicalJson(manifestJson(projectManifest(editor.project)));
  expect(manifestOf(fresh)).toBe(manifestOf(one));
  expect(manifestOf(fresh)).toBe(manifestOf(other));
  expectExactly(fresh, all);
  expect(studio.processes().filter(({ isRunning }) => !isRunning)).toHaveLength(2);
});

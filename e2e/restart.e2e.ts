import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import { afterEach, expect, test } from 'vitest';
import { cutFilm, expectFilm } from './scenario/cut.ts';
import { agree, bringBack, type Editor, openEditor } from './scenario/editor.ts';
import { layOutFilm } from './scenario/layOutFilm.ts';
import { expectMediaByHash } from './scenario/media.ts';
import { expectCleanRepository, takeSnapshot } from './scenario/repository.ts';
import { type Asked, askForFilm, askForTakes, expectExactly, takesOf, untilDone } from './scenario/runs.ts';
import { type SteadyWriter, wordsIn, writeSteadily } from './scenario/steadyWriter.ts';
import { waitFor } from './scenario/waiting.ts';
import { stillRunning } from './studio/processTree.ts';
import { startStudio, type Studio, type StudioOptions } from './studio/startStudio.ts';

const SECOND_START_MS = 5000;
// Fast enough for a test, slow enough that a run can be met in the middle.
const ENVIRONMENT = { SIMULATED_SPEED: '4' };
const opened: { studios: Studio[]; editors: Editor[] } = { studios: [], editors: [] };

afterEach(async () => {
  for (const editor of opened.editors.splice(0)) editor.leave();
  const studios = opened.studios.splice(0);
  for (const studio of studios) await studio.kill();
  for (const studio of studios) studio.remove();
});

async function start(options: Partial<StudioOptions> = {}): Promise<Studio> {
  const studio = await startStudio({ sample: false, environment: ENVIRONMENT, ...options });
  opened.studios.push(studio);
  return studio;
}

async function edit(client: StudioClient, projectId: string): Promise<Editor> {
  const editor = await openEditor(client, projectId);
  opened.editors.push(editor);
  return editor;
}

test('kill -9 of the whole studio: what was acknowledged is there, nothing is doubled, the run ends once', async () => {
  const studio = await start();
  const director = await enterStudio(studio.setupUrl ?? '', 'A director');
  const { id: projectId } = await director.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  const artist = await joinStudio(director, { name: 'An artist', role: 'editor', projectId });
  const one = await edit(director, projectId);
  const other = await edit(artist, projectId);
  const film = layOutFilm(one.project);
  await agree(one, other);
  const [first, second, third] = film.shots;
  const still = askForTakes(one, first.imageId, [1, 2, 3, 4]);
  const writers = [writeSteadily(one, third.imageId, 'D'), writeSteadily(other, third.imageId, 'A')];
  await waitFor('one Take of four and some edits', () => isInTheMiddle(one, still, writers) || undefined, 60_000);
  // Asked for in the last moment: acknowledged or not, it must never run twice.
  const late = askForTakes(other, second.imageId, [5]);
  await studio.kill();
  for (const writer of writers) writer.stop();
  const nodes = writers.flatMap((writer) => [...writer.acknowledgedNodes()]);
  expect(one.jobs.row(still.intentId)?.state).toBe('running');
  // Nobody may bring back from memory what the studio should have kept.
  one.leave();
  other.leave();

  const began = performance.now();
  await start({ again: studio });
  process.stdout.write(`After kill -9 the studio took work again after ${seconds(began)}.\n`);
  const fresh = await edit(director, projectId);
  for (const writer of writers)
    expect(wordsIn(fresh, third.imageId)).toEqual(expect.arrayContaining([...writer.acknowledged()]));
  for (const node of nodes) expect(fresh.nodes.row(node)).toBeDefined();
  const back = await edit(artist, projectId);
  bringBack(one, fresh);
  bringBack(other, back);
  await agree(fresh, back);
  const words = wordsIn(fresh, third.imageId);
  expect([...words].sort()).toEqual(writers.flatMap((writer) => [...writer.written()]).sort());
  await untilDone(fresh, [still, late]);
  await agree(fresh, back);
  expectExactly(fresh, [still, late]);
  expect(await expectMediaByHash(fresh)).toBeGreaterThan(0);
  await expectCleanRepository(studio.dataFolder, fresh, await takeSnapshot(fresh, 'After the cut'));
});

test('kill -9 in the middle of a render: the film is made once, with every frame', async () => {
  const studio = await start();
  const director = await enterStudio(studio.setupUrl ?? '', 'A director');
  const { id: projectId } = await director.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  const editor = await edit(director, projectId);
  const film = layOutFilm(editor.project);
  const stills = film.shots.map(({ imageId }, index) => askForTakes(editor, imageId, [index]));
  await untilDone(editor, stills);
  const clips = film.shots.map(({ videoId }, index) => askForTakes(editor, videoId, [index]));
  cutFilm(editor, film);
  await untilDone(editor, clips);
  const render = askForFilm(editor, film.assemblerId);
  await waitFor('the render to begin', () => editor.jobs.row(render.intentId)?.state === 'running' || undefined);
  await studio.kill();
  expect(takesOf(editor, render.intentId)).toEqual([]);
  editor.leave();

  await start({ again: studio });
  const fresh = await edit(director, projectId);
  await untilDone(fresh, [render]);
  expectExactly(fresh, [...stills, ...clips, render]);
  await expectFilm(fresh, render);
  await expectCleanRepository(studio.dataFolder, fresh, await takeSnapshot(fresh, 'Picture lock'));
});

test('npm start: SIGTERM leaves no process behind, and the second start answers within 5 seconds', async () => {
  const studio = await start({ isByNpmStart: true });
  const director = await enterStudio(studio.setupUrl ?? '', 'A director');
  const { id: projectId } = await director.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  const editor = await edit(director, projectId);
  const film = layOutFilm(editor.project);
  await editor.saved();
  const asked = askForTakes(editor, film.shots[0].imageId, [1, 2, 3, 4]);
  await waitFor('a run to begin', () => editor.jobs.row(asked.intentId)?.state === 'running' || undefined, 60_000);
  const processes = studio.processes();
  expect(processes.length).toBeGreaterThanOrEqual(5);
  const stopBegan = performance.now();
  await studio.stop();
  process.stdout.write(`Stopped in the middle of a run in ${seconds(stopBegan)}.\n`);
  expect(studio.output()).toContain('Stopped. Everything that was acknowledged is kept.');
  expect(studio.output()).not.toContain('was killed');
  await waitFor('every process to be gone', () => stillRunning(processes).length === 0 || undefined, 2000);
  editor.leave();

  const began = performance.now();
  const again = start({ again: studio, isByNpmStart: true });
  await waitFor('the studio to answer', () => isAnswering(studio.url), 60_000);
  const answeredMs = performance.now() - began;
  process.stdout.write(`The second start answered after ${seconds(began)}.\n`);
  expect(answeredMs).toBeLessThan(SECOND_START_MS);
  await again;
  const fresh = await edit(director, projectId);
  await untilDone(fresh, [asked]);
  expectExactly(fresh, [asked]);
});

function isInTheMiddle(editor: Editor, asked: Asked, writers: readonly SteadyWriter[]): boolean {
  const count = takesOf(editor, asked.intentId).length;
  return count >= 1 && count < asked.seeds.length && writers.every((writer) => writer.acknowledged().length >= 10);
}

function seconds(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

async function isAnswering(url: string): Promise<true | undefined> {
  const response = await fetch(`${url}/health`).catch(() => undefined);
  return response?.ok ? true : undefined;
}

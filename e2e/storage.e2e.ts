import { readFileSync } from 'node:fs';
import { enterStudio, joinStudio } from '@studio/infra/testing';
import { nodeText } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { badgeOf, fitAll, promptOf, textOf } from './hands/canvas.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { launchChromium, openWindow, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

const PROMPT = 'A lighthouse on a rock at night, storm';

// The database of a studio stands still for some seconds under somebody who types, as on a disk that hangs.

let studio: Studio;
let browser: Browser;
let window: Window;
let artist: Editor;
let film: LaidFilm;

beforeAll(async () => {
  [studio, browser] = await Promise.all([startStudio({ sample: false }), launchChromium()]);
  const director = await enterStudio(studio.setupUrl ?? '', 'A director');
  const { id: projectId } = await director.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  artist = await openEditor(await joinStudio(director, { name: 'An artist', role: 'editor', projectId }), projectId);
  film = layOutFilm(artist.project);
  await artist.saved();
  window = await openWindow(browser);
  await signIn(window.page, director);
  await window.page.goto(`${studio.url}/p/${projectId}/canvas`);
});

afterAll(async () => {
  artist?.leave();
  await browser?.close();
  await studio?.stop();
  studio?.remove();
});

/** Sends a signal to every process of the studio's database. */
function signalDatabase(signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of studio.processes()) {
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')) process.kill(pid, signal);
  }
}

test('while the studio cannot store, editing pauses with a banner; when it can, all goes on without a reload', async () => {
  const { page } = window;
  await fitAll(page, 'Still 010');
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  const prompt = await promptOf(page, 'Still 010');
  await prompt.click();
  await prompt.press('Control+End');
  await expect.poll(() => badgeOf(page)).toBe('Saved');

  onTestFinished(() => signalDatabase('SIGCONT'));
  signalDatabase('SIGSTOP');
  await page.keyboard.type(', rain');
  const typedAt = performance.now();
  const banner = page.getByRole('alert').filter({ hasText: 'cannot store edits just now' });
  await banner.waitFor({ timeout: 5000 });
  process.stdout.write(`The banner came ${Math.round(performance.now() - typedAt)} ms after the last key.\n`);
  expect(await banner.textContent()).toMatch(/Everything shown as Saved is safe.*wait.* on this device/);
  expect(await badgeOf(page)).toMatch(/^Editing is paused\./);
  // What is typed now is not taken, and the place in the text is kept.
  await page.keyboard.type(', hail');
  expect(await textOf(prompt)).toBe(`${PROMPT}, rain`);

  signalDatabase('SIGCONT');
  await banner.waitFor({ state: 'detached', timeout: 15_000 });
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  await page.keyboard.type(', snow');
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  expect(await textOf(prompt)).toBe(`${PROMPT}, rain, snow`);
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
  const imageId = film.shots[0].imageId;
  const theirs = () => unwrap(nodeText(artist.project, imageId, 'prompt')).toString();
  await expect.poll(theirs).toBe(`${PROMPT}, rain, snow`);
});

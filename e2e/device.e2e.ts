import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import { nodeText } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeOf, fitAll, promptOf } from './hands/canvas.ts';
import { limitStorage } from './hands/device.ts';
import { untilKept } from './hands/untilKept.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { launchChromium, openWindow, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// A device whose store is full while its person works.

const PROMPT = 'A lighthouse on a rock at night, storm';

let studio: Studio;
let browser: Browser;
let owner: StudioClient;
let artist: StudioClient;
let editor: Editor;
let film: LaidFilm;
let projectId: string;
let window: Window;

beforeAll(async () => {
  [studio, browser] = await Promise.all([startStudio({ sample: false }), launchChromium()]);
  owner = await enterStudio(studio.setupUrl ?? '', 'An owner');
  ({ id: projectId } = await owner.call<{ id: string }>('POST', '/projects', { title: 'The crossing' }));
  editor = await openEditor(owner, projectId);
  film = layOutFilm(editor.project);
  await editor.saved();
  artist = await joinStudio(owner, { name: 'An artist', role: 'editor', projectId });
  window = await openWindow(browser);
  await signIn(window.page, artist);
});

afterAll(async () => {
  editor?.leave();
  await browser?.close();
  await studio?.stop();
  studio?.remove();
});

const canvasUrl = () => `${studio.url}/p/${projectId}/canvas`;
const promptOnServer = () => unwrap(nodeText(editor.project, film.shots[0].imageId, 'prompt')).toString();

/** Adds words to a prompt, one edit a letter. */
async function type(page: Page, node: string, words: string): Promise<void> {
  const prompt = await promptOf(page, node);
  await prompt.click();
  await prompt.press('Control+End');
  await prompt.pressSequentially(words);
}

test('a full device is told, edits reach the server while online', async () => {
  const { page } = window;
  await page.goto(studio.url);
  await untilKept(page);
  await limitStorage(page, 1);
  await page.goto(canvasUrl());
  await fitAll(page, 'Still 010');
  await type(page, 'Still 010', ', a');
  await expect.poll(() => badgeOf(page)).toMatch(/^This device's storage is full. What you do reaches the server./);
  await expect.poll(() => promptOnServer()).toBe(`${PROMPT}, a`);
});

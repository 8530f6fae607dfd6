import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import { nodeText } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeOf, fitAll, promptOf, textOf } from './hands/canvas.ts';
import { limitStorage } from './hands/device.ts';
import { untilKept } from './hands/untilKept.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { launchChromium, openWindow, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// A device whose store is full while its person works, online and offline, and gets room again.

const PROMPT = 'A lighthouse on a rock at night, storm';

let studio: Studio;
let browser: Browser;
let owner: StudioClient;
let artist: StudioClient;
let editor: Editor;
let film: LaidFilm;
let projectId: string;
let window: Window;
let full: Awaited<ReturnType<typeof limitStorage>>;

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
  full = await limitStorage(page, 1);
  await page.goto(canvasUrl());
  await fitAll(page, 'Still 010');
  await type(page, 'Still 010', ', a');
  await expect.poll(() => badgeOf(page)).toMatch(/^This device's storage is full. What you do reaches the server./);
  await expect.poll(() => promptOnServer()).toBe(`${PROMPT}, a`);
});

test('offline on a full device: edits stay in the tab, a download is offered, and closing the tab asks', async () => {
  const { page, context } = window;
  await context.setOffline(true);
  await type(page, 'Still 010', ', b');
  await expect.poll(() => badgeOf(page)).toMatch(/^This device's storage is full. Your 3 edits are in this tab only/);
  const download = page.waitForEvent('download');
  await page.getByRole('alert').getByRole('button', { name: 'Download my edits' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.canvas\.json$/);
  expect(await asksBeforeClosing(page)).toBe(true);
  await page.getByRole('link', { name: 'All projects' }).click();
  await page.getByRole('heading', { name: 'Projects' }).waitFor();
  expect(await asksBeforeClosing(page)).toBe(true);
  await page.getByRole('link', { name: 'The crossing' }).click();
  await fitAll(page, 'Still 010');
  expect(await textOf(await promptOf(page, 'Still 010'))).toBe(`${PROMPT}, a, b`);
});

test('when room comes back everything that was refused is on the device, a reload proves it', async () => {
  const { page, context } = window;
  await full.free();
  await expect.poll(() => badgeOf(page), { timeout: 40_000 }).toMatch(/^Offline. Your 3 edits are kept on this device/);
  expect(await asksBeforeClosing(page)).toBe(false);
  await page.reload();
  await fitAll(page, 'Still 010');
  expect(await textOf(await promptOf(page, 'Still 010'))).toBe(`${PROMPT}, a, b`);
  await context.setOffline(false);
  await expect.poll(() => promptOnServer()).toBe(`${PROMPT}, a, b`);
  await expect.poll(() => badgeOf(page)).toBe('Saved');
});

/** Whether the page would ask before its tab is closed. */
function asksBeforeClosing(page: Page): Promise<boolean> {
  return page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
}

import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import { nodeText } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser, Page } from 'playwright';
import { decodeStateVector, encodeStateVector } from 'yjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeOf, fitAll, promptOf, textOf } from './hands/canvas.ts';
import { untilKept } from './hands/untilKept.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { launchChromium, openWindow, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// What was done offline outlives a crashed tab and a week away; tabs and devices of one person never clobber each other.

const EIGHT_DAYS_MS = 8 * 24 * 3600 * 1000;

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
const promptOnServer = (index = 0) =>
  unwrap(nodeText(editor.project, film.shots[index]?.imageId ?? '', 'prompt')).toString();

/** How many clients have written into the project. */
const clientsOnServer = () => decodeStateVector(encodeStateVector(editor.project)).size;

async function openCanvas(page: Page): Promise<void> {
  await page.goto(canvasUrl());
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  await untilKept(page);
  await fitAll(page, 'Still 010');
}

/** Adds words to a prompt, one edit a letter. */
async function type(page: Page, node: string, words: string): Promise<void> {
  const prompt = await promptOf(page, node);
  await prompt.click();
  await prompt.press('Control+End');
  await prompt.pressSequentially(words);
}

test('edits made offline survive a crashed tab, and a week after which one signs in again', async () => {
  const { page, context } = window;
  await openCanvas(page);
  await page.evaluate(() => {
    const asked: true[] = [];
    Object.assign(window, { asked });
    navigator.storage.persist = async () => asked.push(true) > 0;
  });
  await context.setOffline(true);
  await type(page, 'Still 020', ', one');
  // From the first edit offline on, this device has what nobody else has.
  await expect.poll(() => page.evaluate(() => (window as unknown as { asked: true[] }).asked.length)).toBe(1);
  await expect.poll(() => badgeOf(page)).toContain('Your 5 edits are kept');
  const devtools = await context.newCDPSession(page);
  const crashed = new Promise((resolve) => page.once('crash', resolve));
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
  const again = await context.newPage();
  await again.clock.setSystemTime(Date.now() + EIGHT_DAYS_MS);
  await again.goto(canvasUrl());
  await expect.poll(() => badgeOf(again)).toContain('Your 5 edits are kept');
  await context.clearCookies();
  await context.setOffline(false);
  const isTold = async () =>
    again.url().includes('/sign-in') || again.getByRole('link', { name: 'Sign in' }).isVisible();
  await expect.poll(isTold).toBe(true);
  expect(promptOnServer(1)).not.toContain('one');
  await signIn(again, artist);
  await again.goto(canvasUrl());
  await expect.poll(() => promptOnServer(1)).toMatch(/, one$/);
  window = { ...window, page: again };
  await expect.poll(() => badgeOf(again)).toBe('Saved');
});

test('two tabs and a second device of one person: all edits are there afterwards, under clients of their own', async () => {
  const { context } = window;
  const elsewhere = await openWindow(browser);
  await signIn(elsewhere.page, artist);
  const tabs = [window.page, await context.newPage(), elsewhere.page] as const;
  for (const page of tabs) await openCanvas(page);
  await Promise.all([context.setOffline(true), elsewhere.context.setOffline(true)]);
  const before = promptOnServer(2);
  const clients = clientsOnServer();
  for (const [index, page] of tabs.entries()) {
    await page.bringToFront();
    await type(page, 'Still 030', ` ${index}${index}${index}`);
  }
  // The tabs of one device see each other without a network.
  await expect.poll(async () => textOf(await promptOf(tabs[0], 'Still 030'))).toContain('111');
  await expect.poll(() => badgeOf(tabs[0])).toContain('Your 8 edits');
  await tabs[1].close();
  await Promise.all([context.setOffline(false), elsewhere.context.setOffline(false)]);
  for (const page of [tabs[0], tabs[2]]) await expect.poll(() => badgeOf(page)).toBe('Saved');
  const after = promptOnServer(2);
  for (const words of ['000', '111', '222']) expect(after).toContain(words);
  expect(after.length).toBe(before.length + 12);
  expect(clientsOnServer() - clients).toBe(3);
  await elsewhere.context.close();
});

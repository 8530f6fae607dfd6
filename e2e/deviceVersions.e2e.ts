import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import { CLOSE_REASONS } from '@studio/shared/access';
import { nodeText } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeOf, fitAll, promptOf } from './hands/canvas.ts';
import { untilKept } from './hands/untilKept.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { anotherBuild } from './studio/anotherBuild.ts';
import { launchChromium, openWindow, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// A newer build of the page: offered and never forced; tabs of the older one go on; one that is too old says so and loses nothing.

const TOO_OLD = CLOSE_REASONS['client-too-old'];

let studio: Studio;
let browser: Browser;
let owner: StudioClient;
let artist: StudioClient;
let editor: Editor;
let film: LaidFilm;
let projectId: string;
let window: Window;
let newBuild: ReturnType<typeof anotherBuild>;

beforeAll(async () => {
  newBuild = anotherBuild();
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
  newBuild?.remove();
});

const canvasUrl = () => `${studio.url}/p/${projectId}/canvas`;
const promptOnServer = (index = 0) =>
  unwrap(nodeText(editor.project, film.shots[index]?.imageId ?? '', 'prompt')).toString();

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

/** What nobody loaded anew. */
const markPage = (page: Page) => page.evaluate(() => Object.assign(window, { isSamePage: true }));
const isSamePage = (page: Page) => page.evaluate(() => 'isSamePage' in window);
const buildOf = (page: Page) => page.locator('meta[name=build]').getAttribute('content');
const goTo = (page: Page, view: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();

test('a view that nobody has opened on this device opens without a network', async () => {
  const { page, context } = window;
  await openCanvas(page);
  await context.setOffline(true);
  await goTo(page, 'Timeline');
  await page.getByRole('button', { name: 'Assemble from shots' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Assemble from shots' }).waitFor();
  await context.setOffline(false);
  await openCanvas(page);
});

test('a newer build is offered, and tabs of the older one go on with files that the server has no more', async () => {
  const { page, context } = window;
  const before = await buildOf(page);
  await markPage(page);
  editor.leave();
  await studio.stop();
  studio = await startStudio({ sample: false, again: studio, environment: { STUDIO_CLIENT: newBuild.folder } });
  editor = await openEditor(owner, projectId);
  // Coming back to the network is when a page looks.
  await context.setOffline(true);
  await context.setOffline(false);
  await page.getByText('A new version is ready. Reload when it suits you.').waitFor();
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  await goTo(page, 'Takes');
  await page.getByRole('heading', { name: 'Shots' }).or(page.getByText('SHOT-010')).first().waitFor();
  expect(await isSamePage(page)).toBe(true);
  expect(await buildOf(page)).toBe(before);
});

test('taken in one tab it leaves the others as they are; the older files go with the last of them', async () => {
  const { page, context } = window;
  const other = await context.newPage();
  await other.goto(canvasUrl());
  await fitAll(other, 'Still 010');
  await markPage(other);
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await expect.poll(() => buildOf(page)).toBe(newBuild.name);
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  await type(other, 'Still 010', ', a');
  await expect.poll(() => promptOnServer()).toMatch(/, a$/);
  await goTo(other, 'History');
  await other.getByRole('button', { name: 'Snapshot now' }).waitFor();
  expect(await isSamePage(other)).toBe(true);
  await other.close();
  // A build's files go with the first page that is opened when no tab needs them.
  const builds = async () => {
    await page.reload();
    return page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('studio-page/')));
  };
  await expect.poll(builds).toEqual([`studio-page/${newBuild.name}`]);
});

test('a page too old for the project is told to update, and what was done in it arrives afterwards', async () => {
  const { page, context } = window;
  await openCanvas(page);
  await context.setOffline(true);
  await type(page, 'Still 020', ', old');
  await expect.poll(() => badgeOf(page)).toContain('Your 5 edits');
  await context.addInitScript(sayAnOlderSchema);
  await page.evaluate(() => sessionStorage.setItem('is-old', 'yes'));
  await page.reload();
  await fitAll(page, 'Still 020');
  await context.setOffline(false);
  const told = page.getByRole('alert').filter({ hasText: TOO_OLD });
  await told.waitFor();
  expect(promptOnServer(1)).not.toContain('old');
  await page.evaluate(() => sessionStorage.removeItem('is-old'));
  await told.getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => promptOnServer(1)).toMatch(/, old$/);
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  expect(window.errors.filter((error) => !/^50[234] /.test(error))).toEqual([]);
});

/** In the page: while a mark is there, its sockets say that it was made for an earlier schema. */
function sayAnOlderSchema(): void {
  if (sessionStorage.getItem('is-old') === null) return;
  const Real = WebSocket;
  globalThis.WebSocket = class extends Real {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(String(url).replace(/schema=\d+/, 'schema=0'), protocols);
    }
  };
}

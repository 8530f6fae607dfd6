import { readFile } from 'node:fs/promises';
import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import { nodeText } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeOf, fitAll, promptOf, textOf } from './hands/canvas.ts';
import { copiesOf } from './hands/device.ts';
import { untilKept } from './hands/untilKept.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { launchChromium, openWindow, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// Somebody edits offline and loses the role meanwhile: their edits leave the project as a whole, and wait for a decision.

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

const alertOf = (page: Page) => page.getByRole('alert').filter({ hasText: 'not taken' });
const memberPath = () => `/projects/${projectId}/members/${artist.me.id}`;
const promptOnServer = () => unwrap(nodeText(editor.project, film.shots[0].imageId, 'prompt')).toString();

async function openCanvas(): Promise<void> {
  await window.page.goto(`${studio.url}/p/${projectId}/canvas`);
  await expect.poll(() => badgeOf(window.page)).toBe('Saved');
  await untilKept(window.page);
  await fitAll(window.page, 'Still 010');
}

/** Goes offline and adds these words to the first prompt, one edit a letter. */
async function editOffline(words: string): Promise<void> {
  await window.context.setOffline(true);
  await expect.poll(() => badgeOf(window.page)).toMatch(/^Offline/);
  const prompt = await promptOf(window.page, 'Still 010');
  await prompt.click();
  await prompt.press('Control+End');
  await prompt.pressSequentially(words);
  await expect.poll(() => badgeOf(window.page)).toContain(`Your ${words.length} edits`);
}

test('a role lost while offline: the edits are refused as a whole and the project is the server’s again', async () => {
  const { page, context } = window;
  await openCanvas();
  await editOffline(', rain!');
  await owner.call('PUT', memberPath(), { role: 'viewer' });
  await context.setOffline(false);
  await alertOf(page)
    .getByText('Your 7 edits were not taken: you are a viewer of this project now. They are kept on this device.')
    .waitFor();
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  await fitAll(page, 'Still 010');
  expect(await textOf(await promptOf(page, 'Still 010'))).toBe(PROMPT);
  expect(promptOnServer()).toBe(PROMPT);
});

test('they wait over a reload, and download as a file with every word', async () => {
  const { page } = window;
  await page.reload();
  await alertOf(page).getByText('Your 7 edits were not taken').waitFor();
  const download = page.waitForEvent('download');
  await alertOf(page).getByRole('button', { name: 'Download' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^The-crossing-\d{4}-\d\d-\d\d\.canvas\.json$/);
  const read = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(read).toMatchObject({ format: 'production-canvas/project', title: 'The crossing', savedBy: 'An artist' });
  expect(read.manifest.nodes[film.shots[0].imageId].texts.prompt).toBe(`${PROMPT}, rain!`);
});

test('given the role back, they are sent with one press', async () => {
  const { page } = window;
  await owner.call('PUT', memberPath(), { role: 'editor' });
  await alertOf(page).getByText('You may edit this project again').waitFor();
  await alertOf(page).getByRole('button', { name: 'Send them' }).click();
  await expect.poll(promptOnServer).toBe(`${PROMPT}, rain!`);
  await alertOf(page).waitFor({ state: 'detached' });
  await expect.poll(() => badgeOf(page)).toBe('Saved');
});

test('they become a project of one’s own, with what one saw', async () => {
  const { page, context } = window;
  await editOffline(', fog');
  await owner.call('PUT', memberPath(), { role: 'viewer' });
  await context.setOffline(false);
  await alertOf(page).getByRole('button', { name: 'Save as a new project' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/p/') && !url.pathname.includes(projectId));
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  await fitAll(page, 'Still 010');
  expect(await textOf(await promptOf(page, 'Still 010'))).toBe(`${PROMPT}, rain!, fog`);
  expect(await alertOf(page).count()).toBe(0);
  expect(promptOnServer()).toBe(`${PROMPT}, rain!`);
});

test('removed from the project: it leaves the device, the edits stay until they are discarded', async () => {
  const { page, context } = window;
  await owner.call('PUT', memberPath(), { role: 'editor' });
  await openCanvas();
  await editOffline(', wind');
  await owner.call('DELETE', memberPath());
  await context.setOffline(false);
  await alertOf(page).getByText('Your 6 edits were not taken: you have no access to this project any more.').waitFor();
  await page.getByRole('link', { name: 'All projects' }).waitFor();
  const copies = async () => (await copiesOf(page)).filter((name) => name.includes(projectId));
  await expect.poll(copies).toEqual([]);
  await page.goto(studio.url);
  await alertOf(page).getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  // While it is open nothing behind it has a role: the banner would count as gone before anything was discarded.
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await alertOf(page).waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('heading', { name: 'Projects' }).waitFor();
  expect(await alertOf(page).count()).toBe(0);
});

test('archived while offline: the edits wait on the device and are sent when it is brought back', async () => {
  const { page, context } = window;
  await owner.call('PUT', memberPath(), { role: 'editor' });
  await openCanvas();
  await editOffline(', ice');
  await owner.call('PATCH', `/projects/${projectId}`, { isArchived: true });
  await context.setOffline(false);
  await alertOf(page).getByText('Your 5 edits were not taken: the project was archived.').waitFor();
  await owner.call('PATCH', `/projects/${projectId}`, { isArchived: false });
  await page.getByRole('button', { name: 'Try again' }).click();
  await alertOf(page).getByRole('button', { name: 'Send them' }).click();
  const fresh = await openEditor(owner, projectId);
  await expect
    .poll(() => unwrap(nodeText(fresh.project, film.shots[0].imageId, 'prompt')).toString())
    .toBe(`${PROMPT}, rain!, ice`);
  fresh.leave();
  expect(window.errors).toEqual([]);
});

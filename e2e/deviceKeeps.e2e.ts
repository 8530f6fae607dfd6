import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeOf, fitAll, nodeOf } from './hands/canvas.ts';
import { copiesOf, mediaOf } from './hands/device.ts';
import { untilKept } from './hands/untilKept.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { askForTakes, untilDone } from './scenario/runs.ts';
import { launchChromium, openWindow, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// What a person keeps on a device: a cut that plays without a network, the projects that open there, and how they go.

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
async function openCanvas(page: Page): Promise<void> {
  await page.goto(canvasUrl());
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  await untilKept(page);
  await fitAll(page, 'Still 010');
}

/** Writes down every text of the page that looks like this from now on. */
async function watchText(page: Page, like: RegExp): Promise<() => Promise<readonly string[]>> {
  await page.evaluate((source) => {
    const seen: string[] = [];
    Object.assign(window, { seenTexts: seen });
    const look = () => {
      const text = new RegExp(source).exec(document.body.innerText)?.[0];
      if (text !== undefined && seen.at(-1) !== text) seen.push(text);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, like.source);
  return () => page.evaluate(() => (window as unknown as { seenTexts: string[] }).seenTexts);
}

test('the cut is kept on the device with its size said first, and plays without a network', async () => {
  const { page, context } = window;
  const asked = film.shots.map((shot) => askForTakes(editor, shot.imageId, [1]));
  await untilDone(editor, asked, 60_000);
  const clips = film.shots.map((shot) => askForTakes(editor, shot.videoId, [1]));
  await untilDone(editor, clips, 60_000);
  await page.goto(`${studio.url}/p/${projectId}/timeline`);
  await page.getByRole('button', { name: 'Assemble from shots' }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Keep on this device' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^3 Takes of the cut, \d+ [kM]B\. .* free\.$/).waitFor();
  const progress = await watchText(page, /\d+ of \d+ files, .+ of .+[kM]B/);
  await dialog.getByRole('button', { name: /^Keep \d/ }).click();
  await dialog.getByText(/^3 Takes of the cut are on this device/).waitFor();
  expect((await progress())[0]).toMatch(/^0 of \d+ files, 0 B of/);
  expect((await progress()).length).toBeGreaterThan(1);
  await page.keyboard.press('Escape');
  await context.setOffline(true);
  await page.reload();
  const takes = [...editor.takes.rows().values()].filter(({ kind }) => kind === 'video');
  for (const { media } of takes) {
    const part = await page.evaluate(async (sha256) => {
      const response = await fetch(`/media/${sha256}`, { headers: { range: 'bytes=10-19' } });
      return {
        status: response.status,
        range: response.headers.get('content-range'),
        bytes: (await response.arrayBuffer()).byteLength,
      };
    }, media.sha256);
    expect(part).toEqual({ status: 206, range: `bytes 10-19/${media.bytes}`, bytes: 10 });
  }
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await expect
    .poll(() => page.evaluate(() => [...document.querySelectorAll('video')].some((video) => video.currentTime > 0.2)))
    .toBe(true);
  await page.getByRole('link', { name: 'Takes', exact: true }).click();
  await page
    .getByRole('button', { name: /take01/ })
    .first()
    .click();
  const isShown = () =>
    page.evaluate(() => [...document.querySelectorAll('img')].filter((img) => img.naturalWidth > 0).length);
  await expect.poll(isShown).toBeGreaterThan(0);
  await context.setOffline(false);
});

test('what is kept goes with one press', async () => {
  const { page } = window;
  const clips = [...editor.takes.rows().values()]
    .filter(({ kind }) => kind === 'video')
    .map(({ media }) => media.sha256);
  expect(await mediaOf(page)).toEqual(expect.arrayContaining(clips));
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Keep on this device' }).click();
  await page.getByRole('button', { name: 'Remove the media from this device' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Keep \d/ })
    .waitFor();
  expect((await mediaOf(page)).filter((sha256) => clips.includes(sha256))).toEqual([]);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Keep \d/ })
    .click();
  await page
    .getByRole('dialog')
    .getByText(/^3 Takes of the cut are on this device/)
    .waitFor();
});

test('the list says which projects are on the device; without a network the others say why they do not open', async () => {
  const { page, context } = window;
  const { id } = await owner.call<{ id: string }>('POST', '/projects', { title: 'Elsewhere' });
  await owner.call('PUT', `/projects/${id}/members/${artist.me.id}`, { role: 'editor' });
  await page.goto(studio.url);
  await page.getByText(/^[\d.]+ [kM]B here · opened/).waitFor();
  await context.setOffline(true);
  await page.reload();
  await page.getByText('Offline. The projects on this device open').waitFor();
  const other = page.getByRole('link', { name: /^Elsewhere\. Not on this device/ });
  expect(await other.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('link', { name: 'The crossing' }).click();
  await nodeOf(page, 'Still 010').waitFor();
  await context.setOffline(false);
});

test('removed from the device it leaves nothing; signed out nothing of the person is there', async () => {
  const { page } = window;
  await page.goto(studio.url);
  expect((await mediaOf(page)).length).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'What to do with The crossing' }).click();
  await page.getByRole('menuitem', { name: 'Remove from this device' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.poll(() => copiesOf(page)).toEqual([]);
  await openCanvas(page);
  expect((await copiesOf(page)).length).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in');
  await expect.poll(() => copiesOf(page)).toEqual([]);
  await expect.poll(() => mediaOf(page)).toEqual([]);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('The crossing');
  expect(window.errors).toEqual([]);
});

import { enterStudio, type StudioClient } from '@studio/infra/testing';
import { connect, disconnect, type TakeRow } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everythingHeard, everythingStored, type Heard } from './hands/secrets.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, type LaidShot, layOutFilm } from './scenario/layOutFilm.ts';
import { type Asked, askForTakes, takesOf, untilDone } from './scenario/runs.ts';
import { launchChromium, openWindow, PHONE, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// A guest with a phone: watches, marks, approves, is answered; and learns nothing of how the pictures are made.

// Words of the prompts, and what only a graph or a request to a worker holds.
const SECRETS = [
  'lighthouse on a rock',
  'slow push in',
  'lamp on the table',
  'generate.image',
  'class_type',
  'KSampler',
];
const NOTE = 'Could the light come earlier?';

let studio: Studio;
let browser: Browser;
let owner: StudioClient;
let editor: Editor;
let film: LaidFilm;
let guest: Window;
let artist: Window;
let heard: Heard;
let linkUrl: string;
const made: { clip?: TakeRow; still?: TakeRow; hidden?: TakeRow } = {};

beforeAll(async () => {
  [studio, browser] = await Promise.all([startStudio({ sample: false }), launchChromium()]);
  owner = await enterStudio(studio.setupUrl ?? '', 'An owner');
  const { id: projectId } = await owner.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  editor = await openEditor(owner, projectId);
  film = layOutFilm(editor.project);
  stillInsteadOfClip(shot(1));
  await editor.saved();
  // The first shot is a clip, the second a still; the third is not sent.
  made.still = await run(shot(1).imageId);
  await run(shot(0).imageId);
  made.clip = await run(shot(0).videoId);
  made.hidden = await run(shot(2).imageId);
  const link = await owner.call<{ url: string }>('POST', `/projects/${projectId}/share-links`, {
    label: 'First look',
    subjects: [shot(0).shotId, shot(1).shotId],
  });
  linkUrl = link.url;
  [guest, artist] = await Promise.all([openWindow(browser, PHONE), openWindow(browser)]);
  heard = everythingHeard(guest.page);
  await signIn(artist.page, owner);
});

afterAll(async () => {
  editor?.leave();
  await browser?.close();
  await studio?.stop();
  studio?.remove();
});

function shot(index: number): LaidShot {
  const found = film.shots[index];
  if (!found) throw new Error(`The film has no shot ${index}.`);
  return found;
}

function stillInsteadOfClip({ imageId, shotId }: LaidShot): void {
  const edge = [...editor.edges.rows().values()].find(({ target, targetHandle }) => {
    return target === shotId && targetHandle === 'picture';
  });
  unwrap(disconnect(editor.project, [edge?.id ?? '']));
  const wire = { id: crypto.randomUUID(), source: imageId, sourceHandle: 'image' };
  unwrap(connect(editor.project, [{ ...wire, target: shotId, targetHandle: 'picture' }]));
}

async function run(nodeId: string): Promise<TakeRow> {
  const asked: Asked = askForTakes(editor, nodeId, [1]);
  await untilDone(editor, [asked], 60_000);
  const [take] = takesOf(editor, asked.intentId);
  if (!take) throw new Error('The run made no Take.');
  return take;
}

function frameOf(page: Page): Promise<number> {
  return page.getByRole('slider', { name: 'Frame' }).getAttribute('aria-valuenow').then(Number);
}

test('the door asks for a name and opens straight onto the Take', async () => {
  const { page } = guest;
  await page.goto(linkUrl);
  await page.getByRole('heading', { name: 'The crossing' }).waitFor();
  expect(await page.getByRole('button', { name: 'Watch the Takes' }).isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Your name' }).fill('A client');
  await page.getByRole('button', { name: 'Watch the Takes' }).click();
  await page.getByRole('navigation', { name: 'Takes' }).getByRole('button').first().waitFor();
  expect(await page.getByRole('navigation', { name: 'Takes' }).getByRole('button').count()).toBe(2);
});

test('they play, stop and scrub to a frame', async () => {
  const { page } = guest;
  await page.getByRole('button', { name: new RegExp(made.clip?.name ?? '') }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => frameOf(page)).toBeGreaterThan(2);
  const pause = page.getByRole('button', { name: 'Pause' });
  if (await pause.isVisible()) await pause.click();
  const scrub = page.getByRole('slider', { name: 'Frame' });
  const middle = Number(await scrub.getAttribute('aria-valuemax')) / 2;
  const track = await scrub.boundingBox();
  if (!track) throw new Error('There is no scrub bar.');
  await page.mouse.click(track.x + track.width / 2, track.y + track.height / 2);
  await expect.poll(async () => Math.abs((await frameOf(page)) - middle)).toBeLessThanOrEqual(1);
});

test('a note with an area on that frame reaches the artist, and the answer comes back', async () => {
  const { page } = guest;
  const frame = await frameOf(page);
  const picture = await page.locator('video').first().boundingBox();
  if (!picture) throw new Error('There is no picture.');
  await page.mouse.move(picture.x + picture.width * 0.25, picture.y + picture.height * 0.25);
  await page.mouse.down();
  await page.mouse.move(picture.x + picture.width * 0.6, picture.y + picture.height * 0.7, { steps: 4 });
  await page.mouse.up();
  await page.getByText('Area', { exact: true }).waitFor();
  await page.getByRole('textbox', { name: 'Note' }).fill(NOTE);
  await page.getByRole('button', { name: 'Send note' }).click();
  await page.getByText(NOTE).waitFor();
  const desk = artist.page;
  await desk.goto(`${studio.url}/p/${editor.projectId}/takes`);
  await desk
    .getByRole('button', { name: /Shot 010|010/ })
    .first()
    .click();
  const card = desk.getByRole('listitem').filter({ hasText: NOTE }).first();
  await card.getByRole('button').first().click();
  expect(await card.getByLabel('With an area').count()).toBe(1);
  await card.getByText('Guest', { exact: true }).waitFor();
  await expect.poll(() => frameOf(desk)).toBe(frame);
  await card.getByRole('textbox', { name: 'Answer' }).fill('Yes, two frames.');
  await card.getByRole('button', { name: 'Send answer' }).click();
  await page.getByText('Yes, two frames.').waitFor();
});

test('they approve, and the artist sees by whom', async () => {
  await guest.page.getByRole('button', { name: 'Approve', exact: true }).click();
  await guest.page.getByRole('button', { name: 'Approved', exact: true }).waitFor();
  const verdict = artist.page.getByRole('listitem').filter({ hasText: 'approved' });
  await verdict.getByText('A client', { exact: true }).waitFor();
});

test('a reload opens the same room without asking for the name again', async () => {
  const { page } = guest;
  await page.reload();
  await page.getByRole('button', { name: new RegExp(made.still?.name ?? '') }).click();
  await page.locator(`img[src*="${made.still?.media.sha256}"]`).first().waitFor();
  await page.getByRole('button', { name: new RegExp(made.clip?.name ?? '') }).click();
  await page.getByText(NOTE).waitFor();
});

test('what was not sent cannot be opened: no media, no document, no list', async () => {
  const ask = async (path: string) => (await guest.page.request.get(studio.url + path)).status();
  for (const media of [made.hidden?.media, made.hidden?.thumbnail]) {
    expect([401, 403, 404]).toContain(await ask(`/media/${media?.sha256}`));
  }
  expect(await ask(`/media/${made.clip?.media.sha256}`)).toBe(200);
  for (const path of ['/projects', `/projects/${editor.projectId}`, `/projects/${editor.projectId}/snapshots`]) {
    expect([401, 403, 404]).toContain(await ask(`/api/v1${path}`));
  }
  const stranger = await openWindow(browser);
  const media = await stranger.page.request.get(`${studio.url}/media/${made.clip?.media.sha256}`);
  expect([401, 403, 404]).toContain(media.status());
});

test('nothing on the guest’s device or wire tells how a picture is made', async () => {
  const { page } = guest;
  const sent = [made.clip?.media, made.clip?.thumbnail, made.still?.media, made.still?.thumbnail];
  const media = await Promise.all(
    sent.map(async (reference) => (await page.request.get(`${studio.url}/media/${reference?.sha256}`)).body()),
  );
  const places = {
    wire: heard.frames().join('\n'),
    answers: heard.answers().join('\n'),
    device: await everythingStored(page),
    media: Buffer.concat(media).toString('latin1'),
  };
  expect(places.wire).toContain('SHOT-010');
  expect(places.device).toContain(NOTE);
  expect(places.device).toContain(made.clip?.thumbnail?.sha256);
  for (const media of [made.hidden?.media, made.hidden?.thumbnail]) expect(places.device).not.toContain(media?.sha256);
  const leaks = Object.entries(places).flatMap(([place, text]) =>
    SECRETS.filter((secret) => text.toLowerCase().includes(secret.toLowerCase())).map(
      (secret) => `${place}: ${secret}`,
    ),
  );
  expect(leaks).toEqual([]);
});

test('nothing went wrong in any window', () => {
  for (const window of [guest, artist]) expect(window.errors).toEqual([]);
});

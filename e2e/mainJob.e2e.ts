import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { openDocument, type OpenDocument } from '@studio/infra/testing';
import { ledgerTables, pickTake, projectTables } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openWindow, PHONE, type Window } from './studio/browser.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { ARTIST, becomeOwner, callApi, DIRECTOR, join } from './studio/people.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// The main job, by hand, in two real browsers; each test goes on where the one before ended.

let studio: Studio;
let browser: Browser;
let director: Window;
let artist: Window;
let guest: Window;
let projectId: string;
let project: OpenDocument;
let ledger: OpenDocument;
let film: LaidFilm;

beforeAll(async () => {
  [studio, browser] = await Promise.all([startStudio({ sample: false }), launchChromium()]);
  [director, artist, guest] = await Promise.all([openWindow(browser), openWindow(browser), openWindow(browser, PHONE)]);
  await becomeOwner(director.page, studio, DIRECTOR);
});

afterAll(async () => {
  project?.close();
  ledger?.close();
  await browser?.close();
  await studio?.stop();
  studio?.remove();
});

test('the owner makes a project and an invited artist joins it', async () => {
  const { page } = director;
  await page.goto(studio.url);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('dialog').getByRole('textbox').first().fill('The main job');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /create/i })
    .click();
  await page.waitForURL(/\/p\/[0-9a-f-]{36}\/canvas/);
  projectId = /\/p\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
  await join(page, artist.page, ARTIST, projectId, 'editor');
  await artist.page.goto(`${studio.url}/p/${projectId}/canvas`);
  await badge(artist.page, 'Saved');
  const key = await callApi<{ secret: string }>(page, 'POST', '/api-keys', { name: 'Test' });
  project = await openDocument(studio.url, `project/${projectId}`, key.secret);
  ledger = await openDocument(studio.url, `project/${projectId}/ledger`, key.secret);
  await page.getByRole('img', { name: ARTIST.name }).first().waitFor();
});

test('both type in one prompt and both texts stay', async () => {
  await addNode(director.page, 'Generate Image');
  const prompts = await Promise.all([director, artist].map(({ page }) => openPrompt(page, 'Image')));
  const [first, second] = prompts;
  if (!first || !second) throw new Error('two prompts are needed');
  await first.pressSequentially('A lighthouse at dusk');
  await expect.poll(() => textOf(second)).toBe('A lighthouse at dusk');
  await Promise.all([
    first.press('Home').then(() => first.pressSequentially('Wide shot. ')),
    second.press('End').then(() => second.pressSequentially(', calm sea')),
  ]);
  const whole = 'Wide shot. A lighthouse at dusk, calm sea';
  for (const prompt of prompts) await expect.poll(() => textOf(prompt)).toBe(whole);
  await badge(director.page, 'Saved');
});

test('both move nodes and see the other’s move', async () => {
  film = layOutFilm(project.doc);
  await project.saved();
  for (const { page } of [director, artist]) {
    await fitAll(page, /Still 010/);
  }
  const { nodes } = projectTables(project.doc);
  const before = [film.shots[0], film.shots[1]].map((shot) => nodes.row(shot?.imageId ?? '')?.position);
  await Promise.all([drag(director.page, /Still 010/, -60, 30), drag(artist.page, /Still 020/, -50, 40)]);
  const after = () => [film.shots[0], film.shots[1]].map((shot) => nodes.row(shot?.imageId ?? '')?.position);
  await expect.poll(() => after().every((position, index) => position?.x !== before[index]?.x)).toBe(true);
  await expect.poll(() => samePlaces(director.page, artist.page, [/Still 010/, /Still 020/])).toBe(true);
});

test('one generates; both see progress and the Take arrive', async () => {
  const { page } = director;
  for (const window of [director, artist]) {
    await watchFor(window.page, '[role="progressbar"]', 'sawProgress');
    await watchFor(window.page, 'img[src^="blob:"]', 'sawPreview');
  }
  await page
    .getByRole('group', { name: /Still 010/ })
    .getByRole('button', { name: 'Generate' })
    .click();
  for (const window of [director, artist]) {
    const picture = window.page
      .getByRole('group', { name: /Still 010/ })
      .locator('img')
      .first();
    await picture.waitFor({ timeout: 60_000 });
    const seen = await window.page.evaluate(() => {
      const { sawProgress, sawPreview } = document.documentElement.dataset;
      return { sawProgress, sawPreview };
    });
    expect(seen).toEqual({ sawProgress: 'yes', sawPreview: 'yes' });
  }
  const { takes } = ledgerTables(ledger.doc);
  await expect
    .poll(() => [...takes.rows().values()].map((take) => take.name))
    .toEqual(['SHOT-010_still_v01_take01.png']);
});

test('a second Take is picked by one and the other sees it within a second', async () => {
  const slot = film.shots[0]?.imageId ?? '';
  const { takes } = ledgerTables(ledger.doc);
  const own = () => [...takes.rows().values()].filter((take) => take.slotId === slot);
  await director.page
    .getByRole('group', { name: /Still 010/ })
    .getByRole('button', { name: 'Generate' })
    .click();
  await expect.poll(() => own().length, { timeout: 60_000 }).toBe(2);
  const second = own().find((take) => take.number === 2);
  for (const { page } of [director, artist]) await page.goto(`${studio.url}/p/${projectId}/takes`);
  for (const { page } of [director, artist]) await page.getByRole('button', { name: /Still 010/ }).click();
  await director.page.getByRole('button', { name: new RegExp(second?.name ?? '') }).click();
  const arrived = artist.page.getByRole('button', { name: `${second?.name}, active` }).waitFor();
  await director.page.getByRole('button', { name: 'Make active' }).click();
  const picked = performance.now();
  await arrived;
  expect(performance.now() - picked).toBeLessThan(1000);
});

test('a guest’s note on a frame appears to both, and the guest’s browser gets no graph and no prompt', async () => {
  await makeVideos();
  const shot = film.shots[0];
  const link = await callApi<{ url: string }>(director.page, 'POST', `/projects/${projectId}/share-links`, {
    label: 'First shot',
    subjects: [shot?.shotId],
  });
  const frames: string[] = [];
  guest.page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => frames.push(payload.toString('latin1'))),
  );
  await guest.page.goto(link.url);
  await guest.page.getByRole('textbox', { name: 'Your name' }).fill('Test Guest');
  await guest.page.getByRole('button', { name: /enter|watch|open/i }).click();
  await guest.page.getByRole('textbox', { name: 'Note' }).fill('Could the light come earlier?');
  await guest.page.getByRole('button', { name: 'Send note' }).click();
  for (const { page } of [director, artist]) {
    await page.goto(`${studio.url}/p/${projectId}/takes`);
    await page.getByRole('button', { name: /010/ }).first().click();
    await page.getByText('Could the light come earlier?').waitFor();
  }
  expect(frames.join('')).toContain('SHOT-010');
  expect(frames.join('')).not.toContain('lighthouse');
  expect(frames.join('')).not.toContain('generate.image');
});

test('three shots are put in order and rendered; the film has exactly the frames of its EDL', async () => {
  const { page } = artist;
  await page.goto(`${studio.url}/p/${projectId}/timeline`);
  await page.getByRole('button', { name: 'Assemble from shots' }).first().click();
  await expect.poll(() => projectTables(project.doc).clips.rows().size).toBe(3);
  await page.getByRole('button', { name: 'Render film' }).first().click();
  const { takes } = ledgerTables(ledger.doc);
  const made = () => [...takes.rows().values()].find((take) => take.kind === 'film');
  await expect.poll(made, { timeout: 90_000 }).toBeDefined();
  const take = made();
  const response = await page.request.get(`${studio.url}/media/${take?.media.sha256}`);
  const folder = mkdtempSync(joinPath(tmpdir(), 'e2e-film-'));
  try {
    writeFileSync(joinPath(folder, 'film.mp4'), await response.body());
    const counted = execFileSync(
      'ffprobe',
      [
        '-v',
        'error',
        '-count_frames',
        '-select_streams',
        'v:0',
        '-show_entries',
        'stream=nb_read_frames',
        '-of',
        'csv=p=0',
        joinPath(folder, 'film.mp4'),
      ],
      { encoding: 'utf8' },
    );
    const shown = /(\d+) frames/.exec(await page.getByText(/\d+ frames · 3 clips/).innerText())?.[1];
    expect(Number(counted.trim())).toBe(Number(shown));
    expect(take?.frames).toBe(Number(shown));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a snapshot stands in the history of both and in a clean git repository', async () => {
  await director.page.goto(`${studio.url}/p/${projectId}/history`);
  await director.page.getByRole('button', { name: 'Snapshot now' }).click();
  await director.page.getByRole('dialog').getByRole('textbox').fill('First cut');
  await director.page.getByRole('dialog').locator('button[type=submit]').click();
  await artist.page.goto(`${studio.url}/p/${projectId}/history`);
  for (const { page } of [director, artist]) await page.getByText('First cut').first().waitFor();
  const repository = joinPath(studio.dataFolder, 'repositories', `${projectId}.git`);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'safe.directory=*', ...args], { cwd: repository, encoding: 'utf8' });
  expect(git('log', '--format=%an|%s')).toContain('Test Director|First cut');
  expect(git('fsck', '--strict')).toBe('');
  expect(git('lfs', 'fsck')).toContain('Git LFS fsck OK');
  expect(git('ls-tree', '-r', '--name-only', 'main')).toMatch(/06_Exports\/.*\.mp4/);
});

test('nothing went wrong in any window', () => {
  for (const window of [director, artist, guest]) expect(window.errors).toEqual([]);
});

async function makeVideos(): Promise<void> {
  const { takes } = ledgerTables(ledger.doc);
  const active = (slotId: string) => [...takes.rows().values()].some((take) => take.slotId === slotId);
  await director.page.goto(`${studio.url}/p/${projectId}/canvas`);
  for (const { number, imageId } of film.shots.slice(1)) {
    await generate(director.page, `Still ${number}`);
    await expect.poll(() => active(imageId), { timeout: 60_000 }).toBe(true);
  }
  for (const { number } of film.shots) await generate(director.page, `Motion ${number}`);
  for (const { shotId } of film.shots) await expect.poll(() => active(shotId), { timeout: 90_000 }).toBe(true);
  const first = [...takes.rows().values()].find((take) => take.slotId === film.shots[0]?.shotId);
  unwrap(pickTake(project.doc, film.shots[0]?.shotId ?? '', first?.id ?? ''));
}

async function generate(page: Page, name: string): Promise<void> {
  await canvas(page).focus();
  await page.keyboard.press('Shift+Digit1');
  await page
    .getByRole('group', { name: new RegExp(name) })
    .getByRole('button', { name: 'Generate' })
    .click();
}

/** Brings the whole graph into view: nodes out of sight are not drawn. */
async function fitAll(page: Page, name: RegExp): Promise<void> {
  await expect
    .poll(async () => {
      await canvas(page).focus();
      await page.keyboard.press('Shift+Digit1');
      return page.getByRole('group', { name }).count();
    })
    .toBeGreaterThan(0);
}

/** What stands in an editor, without the carets of others. */
function textOf(editor: Locator): Promise<string> {
  return editor.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const caret of copy.querySelectorAll('.cm-ySelectionCaret')) caret.remove();
    return copy.textContent ?? '';
  });
}

function canvas(page: Page) {
  return page.getByRole('region', { name: 'Canvas' });
}

async function badge(page: Page, text: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).first().waitFor();
}

async function addNode(page: Page, label: string): Promise<void> {
  await canvas(page).focus();
  await page.keyboard.press('Shift+A');
  await page.keyboard.type(label);
  await page.keyboard.press('Enter');
}

async function openPrompt(page: Page, node: string) {
  await page
    .getByRole('group', { name: node })
    .first()
    .click({ position: { x: 20, y: 12 } });
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  await prompt.click();
  return prompt;
}

async function drag(page: Page, name: RegExp, dx: number, dy: number): Promise<void> {
  const box = await restingBox(page, name);
  const from = { x: box.x + 30, y: box.y + 8 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + dx / 2, from.y + dy / 2, { steps: 4 });
  await page.mouse.move(from.x + dx, from.y + dy, { steps: 4 });
  await page.mouse.up();
}

/** Where a node stands once the view has come to rest: fitting it is animated. */
async function restingBox(page: Page, name: RegExp) {
  const node = page.getByRole('group', { name }).first();
  let last = await node.boundingBox();
  await expect
    .poll(async () => {
      const before = last;
      last = await node.boundingBox();
      return last !== null && before?.x === last.x && before.y === last.y;
    })
    .toBe(true);
  if (!last) throw new Error(`${name} is not on the canvas`);
  return last;
}

async function samePlaces(a: Page, b: Page, names: readonly RegExp[]): Promise<boolean> {
  const place = (page: Page, name: RegExp) =>
    page
      .getByRole('group', { name })
      .first()
      .evaluate((node) => node.closest<HTMLElement>('.react-flow__node')?.style.transform);
  const places = await Promise.all(names.map(async (name) => (await place(a, name)) === (await place(b, name))));
  return places.every(Boolean);
}

/** Notes on the page when an element matching `selector` was there, however shortly. */
async function watchFor(page: Page, selector: string, flag: string): Promise<void> {
  await page.evaluate(
    ([wanted, name]) => {
      new MutationObserver(() => {
        if (wanted && name && document.querySelector(wanted)) document.documentElement.dataset[name] = 'yes';
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    },
    [selector, flag],
  );
}

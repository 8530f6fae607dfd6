import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import { isFinal, nodeText, removeNodes, setNodeField, type JobRow } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeOf, canvasOf, dragNode, fitAll, nodeOf, promptOf, watchBadge } from './hands/canvas.ts';
import { untilKept } from './hands/untilKept.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { takesOf, untilDone } from './scenario/runs.ts';
import { launchChromium, openWindow, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// A director works and asks for runs without a network; an artist changes the same things meanwhile. Then they meet.

let studio: Studio;
let browser: Browser;
let director: Window;
let colleague: Window;
let client: StudioClient;
let artist: Editor;
let film: LaidFilm;

beforeAll(async () => {
  [studio, browser] = await Promise.all([startStudio({ sample: false }), launchChromium()]);
  client = await enterStudio(studio.setupUrl ?? '', 'A director');
  const { id: projectId } = await client.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  const other = await joinStudio(client, { name: 'An artist', role: 'editor', projectId });
  artist = await openEditor(other, projectId);
  film = layOutFilm(artist.project);
  await artist.saved();
  [director, colleague] = await Promise.all([openWindow(browser), openWindow(browser)]);
  await Promise.all([signIn(director.page, client), signIn(colleague.page, other)]);
  const url = `${studio.url}/p/${projectId}/canvas`;
  await Promise.all([director.page.goto(url), colleague.page.goto(url)]);
});

afterAll(async () => {
  artist?.leave();
  await browser?.close();
  await studio?.stop();
  studio?.remove();
});

const [first, second, third] = [0, 1, 2] as const;

function still(index: 0 | 1 | 2): string {
  return film.shots[index].imageId;
}

/** The intent of a still and how its run stands. */
function runOf(index: 0 | 1 | 2): { readonly intentId: string; readonly job: JobRow | undefined } | undefined {
  const intent = [...artist.intents.rows().values()].find(
    (candidate) => candidate.nodeId === still(index) && candidate.answers === undefined,
  );
  return intent && { intentId: intent.id, job: artist.jobs.row(intent.id) };
}

async function setLength(page: Page, seconds: number): Promise<void> {
  await nodeOf(page, 'Motion 010').click({ position: { x: 20, y: 12 } });
  const length = page.getByRole('textbox', { name: 'Length' });
  await length.fill(String(seconds));
  await length.press('Enter');
  await expect.poll(() => length.inputValue()).toBe(String(seconds));
}

test('without a network the director sets values, asks for three runs and takes one back', async () => {
  const { page, context } = director;
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  await untilKept(page);
  await fitAll(page, 'Still 010');
  await context.setOffline(true);
  await expect.poll(() => badgeOf(page)).toMatch(/^Offline/);
  await setLength(page, 4);
  await dragNode(page, 'Still 030', -60, 40);
  const prompt = await promptOf(page, 'Motion 030');
  await prompt.click();
  await prompt.press('Control+End');
  await prompt.pressSequentially(', fog');
  for (const name of ['Still 010', 'Still 020', 'Still 030']) {
    await nodeOf(page, name).getByRole('button', { name: 'Generate' }).click();
    await nodeOf(page, name).getByText("Runs when you're back").waitFor();
  }
  await nodeOf(page, 'Still 030').getByRole('button', { name: 'Cancel the run' }).click();
  await nodeOf(page, 'Still 030').getByText('Never run').waitFor();
});

test('after a reload they meet: the badge counts, and says which values gave way', async () => {
  const { page, context } = director;
  await page.reload();
  await nodeOf(page, 'Still 010').getByText("Runs when you're back").waitFor();
  // Of two values set at once the one of the greater client wins: this is how the artist is sure to.
  artist.project.clientID = 2 ** 32 - 1;
  unwrap(setNodeField(artist.project, film.shots[first].videoId, 'seconds', 2));
  unwrap(removeNodes(artist.project, [film.shots[third].videoId]));
  unwrap(nodeText(artist.project, still(first), 'prompt')).insert(0, 'Wide shot. ');
  await artist.saved();
  const texts = await watchBadge(page);
  await context.setOffline(false);
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  // Length and position, five keys, three runs and a cancellation.
  expect((await texts()).filter((text) => text.startsWith('Back online'))).toEqual(['Back online. 11 edits merged.']);
  await page.getByRole('button', { name: '2 of your edits were overruled' }).click();
  const list = page.getByRole('dialog');
  await list.getByText('Motion 010').waitFor();
  expect(await list.locator('dd').allTextContents()).toEqual(['4 s', expect.stringMatching(/^2 s · /)]);
  await list.getByText('Removed while you worked in it').waitFor();
});

test('what gave way is taken back, whole and undoably', async () => {
  const { page } = director;
  const list = page.getByRole('dialog');
  await list.getByRole('button', { name: 'Take all mine' }).click();
  await list.waitFor({ state: 'detached' });
  const seconds = () => artist.nodes.row(film.shots[first].videoId)?.fields['seconds'];
  await expect.poll(seconds).toBe(4);
  const restored = () => artist.nodes.row(film.shots[third].videoId)?.fields['prompt'];
  await expect.poll(restored).toBe('The ship passes, hold, fog');
  await page.keyboard.press('Control+z');
  await expect.poll(seconds).toBe(2);
  expect(await page.getByRole('button', { name: /overruled/ }).count()).toBe(0);
});

test('what was asked for runs if it is unchanged; cancelled it never does', async () => {
  await expect.poll(() => runOf(second)?.job?.state, { timeout: 60_000 }).toBe('done');
  await expect.poll(() => runOf(third)?.job?.state).toBe('cancelled');
  expect(runOf(third)?.job?.attempts).toBe(0);
  expect(takesOf(artist, runOf(third)?.intentId ?? '')).toEqual([]);
});

test('changed, it asks everybody; one answer is enough', async () => {
  await expect.poll(() => runOf(first)?.job?.state).toBe('asks');
  await nodeOf(director.page, 'Still 010').getByText('Changed: prompt').waitFor();
  const { page } = colleague;
  await page.getByRole('button', { name: /^Queue/ }).click();
  await page
    .getByText('Inputs changed since this was asked (prompt). Run with the new inputs, or cancel.')
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Run Still 010 with the new inputs' }).click();
  const answer = () => [...artist.intents.rows().values()].find(({ answers }) => answers === runOf(first)?.intentId);
  await expect.poll(() => answer()?.requestedBy.name).toBe('An artist');
  const asked = answer();
  if (!asked) throw new Error('Nobody answered.');
  await untilDone(artist, [{ intentId: asked.id, nodeId: asked.nodeId, seeds: asked.seeds }], 60_000);
  const job = runOf(first)?.job;
  expect(job && isFinal(job.state)).toBe(true);
  expect(takesOf(artist, runOf(first)?.intentId ?? '')).toEqual([]);
  expect(takesOf(artist, asked.id).map((take) => take.recipe?.prompt)).toEqual([
    expect.stringMatching(/^Wide shot\. /),
  ]);
  await nodeOf(director.page, 'Still 010').locator('img').first().waitFor();
  expect([...director.errors, ...colleague.errors]).toEqual([]);
});

test('more than one message takes, done without a network, arrives whole', async () => {
  const { page, context } = director;
  await context.setOffline(true);
  await expect.poll(() => badgeOf(page)).toMatch(/^Offline/);
  const text = 'Rain on the pier, seen from the lamp room. '.repeat(3500);
  const nodes = Array.from({ length: 42 }, (_none, index) => {
    const position = { x: (index % 7) * 300, y: 2000 + Math.floor(index / 7) * 300 };
    return { id: `n${index}`, type: 'note', position, fields: {}, texts: { text } };
  });
  await canvasOf(page).focus();
  await page.evaluate(
    (copied) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', copied);
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    },
    JSON.stringify({ format: 'production-canvas/1', nodes, wires: [] }),
  );
  await expect.poll(() => badgeOf(page)).toMatch(/^Offline. Your 1 edit is kept/);
  const before = artist.nodes.rows().size;
  await context.setOffline(false);
  await expect.poll(() => artist.nodes.rows().size, { timeout: 60_000 }).toBe(before + nodes.length);
  await expect.poll(() => badgeOf(page), { timeout: 60_000 }).toBe('Saved');
  const notes = [...artist.nodes.rows().values()].filter(({ type }) => type === 'note');
  expect(notes.reduce((sum, { fields }) => sum + String(fields['text']).length, 0)).toBeGreaterThan(6_000_000);
});

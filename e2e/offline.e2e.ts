import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import { nodeText } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeOf, dragNode, fitAll, nodeOf, promptOf, textOf, watchBadge } from './hands/canvas.ts';
import { untilKept } from './hands/untilKept.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { expectExactly, untilDone } from './scenario/runs.ts';
import { launchChromium, openWindow, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// One person loses the network, works on, reloads and comes back; another works on meanwhile. Then the studio itself dies.

const SAVED = 'Saved';
const PROMPT = 'A lighthouse on a rock at night, storm';

let studio: Studio;
let again: Studio | undefined;
let browser: Browser;
let window: Window;
let director: StudioClient;
let artist: Editor;
let film: LaidFilm;
let canvasUrl: string;

beforeAll(async () => {
  [studio, browser] = await Promise.all([startStudio({ sample: false }), launchChromium()]);
  director = await enterStudio(studio.setupUrl ?? '', 'A director');
  const { id: projectId } = await director.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  artist = await openEditor(await joinStudio(director, { name: 'An artist', role: 'editor', projectId }), projectId);
  film = layOutFilm(artist.project);
  await artist.saved();
  window = await openWindow(browser);
  await signIn(window.page, director);
  canvasUrl = `${studio.url}/p/${projectId}/canvas`;
});

afterAll(async () => {
  artist?.leave();
  await browser?.close();
  await (again ?? studio)?.stop();
  studio?.remove();
});

function offline(count: number): string {
  const kept = count === 1 ? '1 edit is' : `${count} edits are`;
  return `Offline. Your ${kept} kept on this device and will merge when you're back. Runs wait.`;
}

function promptText(editor: Editor, nodeId: string): string {
  return unwrap(nodeText(editor.project, nodeId, 'prompt')).toString();
}

test('the project opens and keeps itself on the device', async () => {
  const { page } = window;
  await page.goto(canvasUrl);
  await expect.poll(() => badgeOf(page)).toBe(SAVED);
  await untilKept(page);
  await fitAll(page, 'Still 010');
});

test('offline: every edit is counted, told and kept', async () => {
  const { page, context } = window;
  await context.setOffline(true);
  await expect
    .poll(() => badgeOf(page))
    .toBe("Offline. New edits are kept on this device and will merge when you're back. Runs wait.");
  await dragNode(page, 'Still 020', -60, 40);
  await expect.poll(() => badgeOf(page)).toBe(offline(1));
  const prompt = await promptOf(page, 'Still 010');
  await prompt.click();
  await prompt.press('Control+End');
  await prompt.pressSequentially(', rain');
  await expect.poll(() => textOf(prompt)).toBe(`${PROMPT}, rain`);
  await expect.poll(() => badgeOf(page)).toBe(offline(7));
  await nodeOf(page, 'Still 030').getByRole('button', { name: 'Generate' }).click();
  await expect.poll(() => badgeOf(page)).toBe(offline(8));
  await nodeOf(page, 'Still 030').getByText("Runs when you're back").waitFor();
});

test('a reload without a network opens the project with every edit', async () => {
  const { page } = window;
  await page.reload();
  await nodeOf(page, 'Still 010').waitFor();
  await expect.poll(() => badgeOf(page)).toBe(offline(8));
  expect(await textOf(await promptOf(page, 'Still 010'))).toBe(`${PROMPT}, rain`);
  await nodeOf(page, 'Still 030').getByText("Runs when you're back").waitFor();
});

test('what another did meanwhile and what was done offline are both there for both', async () => {
  const { page, context } = window;
  const still = film.shots[0]?.imageId ?? '';
  unwrap(nodeText(artist.project, still, 'prompt')).insert(0, 'Wide shot. ');
  await artist.saved();
  const texts = await watchBadge(page);
  await context.setOffline(false);
  const whole = `Wide shot. ${PROMPT}, rain`;
  await expect.poll(() => textOf(page.getByRole('textbox', { name: 'Prompt' }))).toBe(whole);
  await expect.poll(() => promptText(artist, still)).toBe(whole);
  await expect.poll(() => badgeOf(page)).toBe(SAVED);
  const spoken = (await texts()).filter((text) => text !== 'Saving');
  expect(spoken).toEqual([offline(8), 'Back online. 8 edits merged.', SAVED]);
  const moved = artist.nodes.row(film.shots[1]?.imageId ?? '')?.position;
  expect(moved?.x).toBeLessThan(0);
  expect(moved?.y).toBeGreaterThan(400);
});

test('the Generate that was pressed offline runs exactly once', async () => {
  await expect.poll(() => artist.intents.rows().size).toBe(1);
  const [intent] = artist.intents.rows().values();
  if (!intent) throw new Error('The Generate has not arrived.');
  const asked = { intentId: intent.id, nodeId: intent.nodeId, seeds: intent.seeds };
  await untilDone(artist, [asked], 60_000);
  expectExactly(artist, [asked]);
  await nodeOf(window.page, 'Still 030').locator('img').first().waitFor();
});

test('the studio is killed under somebody’s hands: the badge tells it, and nothing of theirs is lost', async () => {
  const { page } = window;
  await fitAll(page, 'Still 020');
  const prompt = await promptOf(page, 'Still 020');
  await prompt.click();
  await prompt.press('Control+End');
  await prompt.pressSequentially(', first');
  await expect.poll(() => badgeOf(page)).toBe(SAVED);
  artist.leave();
  const texts = await watchBadge(page);
  await studio.kill();
  await prompt.pressSequentially(', second');
  await expect.poll(() => badgeOf(page)).toBe(offline(8));
  again = await startStudio({ sample: false, again: studio });
  await expect.poll(() => badgeOf(page), { timeout: 30_000 }).toBe(SAVED);
  expect(await texts()).toContain('Back online. 8 edits merged.');
  // While the wire was down nothing said that all was saved.
  const spoken = await texts();
  expect(spoken.slice(spoken.indexOf(offline(8)), -1)).not.toContain(SAVED);
  const fresh = await openEditor(director, artist.projectId);
  expect(promptText(fresh, film.shots[1]?.imageId ?? '')).toMatch(/, first, second$/);
  fresh.leave();
  expect(window.errors.filter((error) => !/^50[234] /.test(error))).toEqual([]);
});

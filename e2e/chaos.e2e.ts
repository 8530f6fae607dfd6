import {
  bothWays,
  type ChaosProxy,
  enterStudio,
  FAIR_WEATHER,
  joinStudio,
  openChaosProxy,
  type StudioClient,
  type Weather,
} from '@studio/infra/testing';
import { nodeText } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeOf, fitAll, promptOf, textOf } from './hands/canvas.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { layOutFilm } from './scenario/layOutFilm.ts';
import { launchChromium, openWindow, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// A director in Chromium behind a wire that fails in every way, and an artist beside the studio: both write into one prompt.

/** Both say that everything is stored. */
const STORED = /^(Saved$|Back online\. \d)/;
/** A socket that is open and dead is noticed within this. */
const NOTICED_WITHIN_MS = 10_000;
const often = { interval: 25 };

let proxy: ChaosProxy;
let studio: Studio;
let browser: Browser;
let window: Window;
let page: Page;
let director: StudioClient;
let artist: Editor;
let promptId: string;
let written = 0;

beforeAll(async () => {
  proxy = await openChaosProxy({ port: 1, seed: 11 });
  const url = `http://localhost:${proxy.port}`;
  [studio, browser] = await Promise.all([
    startStudio({ sample: false, environment: { PUBLIC_URL: url } }),
    launchChromium(),
  ]);
  proxy.retarget(Number(new URL(studio.url).port));
  director = await enterStudio(studio.setupUrl ?? '', 'A director');
  const { id: projectId } = await director.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  const invited = await joinStudio(director, { name: 'An artist', role: 'editor', projectId });
  artist = await openEditor(invited.through(studio.url), projectId);
  promptId = layOutFilm(artist.project).shots[0].imageId;
  await artist.saved();
  window = await openWindow(browser);
  ({ page } = window);
  await signIn(page, director);
  await page.goto(`${url}/p/${projectId}/canvas`);
});

afterAll(async () => {
  artist?.leave();
  await browser?.close();
  await studio?.stop();
  studio?.remove();
  await proxy?.close();
});

const prompt = () => page.getByRole('textbox', { name: 'Prompt' });
const artistsText = () => unwrap(nodeText(artist.project, promptId, 'prompt')).toString();

/** The director writes a word; returns it. */
async function directorWrites(): Promise<string> {
  const word = ` d${(written += 1)}.`;
  await prompt().press('Control+End');
  await prompt().pressSequentially(word);
  await expect.poll(() => textOf(prompt())).toContain(word);
  return word;
}

/** The artist writes a word; returns it. */
async function artistWrites(): Promise<string> {
  const word = `a${(written += 1)}. `;
  unwrap(nodeText(artist.project, promptId, 'prompt')).insert(0, word);
  await artist.saved();
  return word;
}

/**
 * Both write, and the badge is watched until it says that all is stored. It may do so only when the studio has the director's word:
 * then the artist, who is beside it, has it in the same moment. Returns what the badge said until then.
 */
async function bothWriteUntilSaved(during: () => Promise<void> = async () => undefined): Promise<readonly string[]> {
  const [mine] = await Promise.all([directorWrites(), artistWrites()]);
  const said: string[] = [];
  // The badge is drawn in the frame after the edit.
  if (!artistsText().includes(mine)) await expect.poll(() => badgeOf(page), often).not.toMatch(STORED);
  const look = async () => {
    const text = await badgeOf(page);
    if (said.at(-1) !== text) said.push(text);
    return text;
  };
  await look();
  await during();
  await expect.poll(look, { ...often, timeout: 30_000 }).toMatch(STORED);
  await expect.poll(artistsText, { timeout: 1000 }).toContain(mine);
  return said;
}

/** The weather clears; then nothing is lost and nothing is other than it was written. */
async function expectEqual(): Promise<void> {
  proxy.set(FAIR_WEATHER);
  await expect.poll(() => badgeOf(page)).toMatch(STORED);
  await expect.poll(() => textOf(prompt())).toBe(artistsText());
  const words = Array.from({ length: written }, (_none, index) => new RegExp(`[ad]${index + 1}\\.`));
  for (const word of words) expect(artistsText()).toMatch(word);
  expect(artistsText().match(/[ad]\d+\./g)).toHaveLength(written);
}

test('in fair weather the project opens', async () => {
  await expect.poll(() => badgeOf(page)).toMatch(STORED);
  await fitAll(page, 'Still 010');
  await promptOf(page, 'Still 010');
});

const SLOW: readonly (readonly [string, Weather])[] = [
  [
    'delayed by a quarter of a second or so',
    { up: { delayMs: 200, jitterMs: 100 }, down: { delayMs: 200, jitterMs: 100 } },
  ],
  ['read slowly and sent through a narrow line', { up: { readsPerSecond: 4000 }, down: { bytesPerSecond: 4000 } }],
];

test.each(SLOW)('%s: the badge says Saving until it is so', async (_name, weather) => {
  proxy.set(weather);
  const said = await bothWriteUntilSaved();
  expect(said.filter((text) => text.startsWith('Offline'))).toEqual([]);
  await expectEqual();
});

test.each([
  ['dropped', () => proxy.drop()],
  ['reset', () => proxy.reset()],
] as const)('%s in the middle of a word: it says so, comes back by itself, and nothing is lost', async (_name, end) => {
  proxy.set({ up: { isHeld: true } });
  const said = await bothWriteUntilSaved(async () => {
    end();
    await expect.poll(() => badgeOf(page), often).toMatch(/^Offline\. Your \d edits are kept/);
    proxy.set(FAIR_WEATHER);
  });
  expect(said[0]).toBe('Saving');
  await expectEqual();
});

test('cut in the middle of a message: the half is not taken, the whole comes later', async () => {
  proxy.set({ up: { cutAfterBytes: 30 } });
  await bothWriteUntilSaved(async () => {
    await expect.poll(() => badgeOf(page), often).toMatch(/^Offline/);
    proxy.set(FAIR_WEATHER);
  });
  await expectEqual();
});

test('a socket that is open and dead is noticed within ten seconds, and left for another', async () => {
  proxy.set({ isHalfOpen: true });
  const began = performance.now();
  const said = await bothWriteUntilSaved(async () => {
    await expect.poll(() => badgeOf(page), { ...often, timeout: 20_000 }).toMatch(/^Offline/);
    const noticedMs = performance.now() - began;
    process.stdout.write(`A dead socket was noticed after ${(noticedMs / 1000).toFixed(1)} s.\n`);
    expect(noticedMs).toBeLessThan(NOTICED_WITHIN_MS);
    proxy.set(FAIR_WEATHER);
  });
  expect(said.slice(0, -1).filter((text) => STORED.test(text))).toEqual([]);
  await expectEqual();
});

test('flipped bits: what was damaged on the way is nobody’s edit', async () => {
  proxy.set(bothWays({ flipOneBitIn: 300 }));
  for (let round = 0; round < 4; round += 1) await Promise.all([directorWrites(), artistWrites()]);
  proxy.set(FAIR_WEATHER);
  await bothWriteUntilSaved();
  await expectEqual();
});

test('slow 3G, as the browser’s own tools imitate it: the page opens and both go on', async () => {
  const tools = await window.context.newCDPSession(page);
  const slow = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
  await tools.send('Network.emulateNetworkConditions', slow);
  await page.reload();
  await fitAll(page, 'Still 010');
  await promptOf(page, 'Still 010');
  await expect.poll(() => badgeOf(page)).toMatch(STORED);
  await bothWriteUntilSaved();
  await expectEqual();
  expect(window.errors.filter((error) => !/^50[234] /.test(error))).toEqual([]);
});

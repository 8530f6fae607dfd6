import { randomUUID } from 'node:crypto';
import { CLOSE_REASONS } from '@studio/shared/access';
import { enterStudio, joinStudio, type StudioClient } from '@studio/infra/testing';
import { addNode } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeOf, fitAll, nodeOf, promptOf, textOf } from './hands/canvas.ts';
import { everythingStored } from './hands/secrets.ts';
import { type Editor, openEditor } from './scenario/editor.ts';
import { type LaidFilm, layOutFilm } from './scenario/layOutFilm.ts';
import { askForTakes, untilDone } from './scenario/runs.ts';
import { waitFor } from './scenario/waiting.ts';
import { launchChromium, openWindow, PHONE, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// What a viewer and a reviewer may do, what they are told where they may not, and that a changed role counts at once.

const VIEWER = 'You are a viewer here. Ask an admin to become an editor.';
const REVIEWER = 'You are a reviewer here: you can comment and approve. Ask an admin to become an editor.';
const AT_ONCE_MS = 2000;
const OTHERS_TITLE = 'Not for their eyes';

let studio: Studio;
let browser: Browser;
let owner: StudioClient;
let editor: Editor;
let film: LaidFilm;
let projectId: string;
let guest: Window;
let otherProjectId: string;
let linkToken: string;
const people: { viewer?: StudioClient; reviewer?: StudioClient } = {};
const windows: { viewer?: Window; reviewer?: Window } = {};

beforeAll(async () => {
  [studio, browser] = await Promise.all([startStudio({ sample: false }), launchChromium()]);
  owner = await enterStudio(studio.setupUrl ?? '', 'An owner');
  ({ id: projectId } = await owner.call<{ id: string }>('POST', '/projects', { title: 'The crossing' }));
  editor = await openEditor(owner, projectId);
  film = layOutFilm(editor.project);
  await editor.saved();
  await untilDone(editor, [askForTakes(editor, film.shots[0]?.imageId ?? '', [1, 2])], 60_000);
  ({ id: otherProjectId } = await owner.call<{ id: string }>('POST', '/projects', { title: OTHERS_TITLE }));
  const shared = { label: 'For a client', subjects: film.shots.map(({ shotId }) => shotId) };
  const { url } = await owner.call<{ url: string }>('POST', `/projects/${projectId}/share-links`, shared);
  linkToken = new URL(url).pathname.split('/').at(-1) ?? url;
  for (const role of ['viewer', 'reviewer'] as const) {
    const person = await joinStudio(owner, { name: `A ${role}`, role, projectId });
    people[role] = person;
    windows[role] = await openWindow(browser);
    await signIn(pageOf(role), person);
  }
  guest = await openWindow(browser, PHONE);
});

afterAll(async () => {
  editor?.leave();
  await browser?.close();
  await studio?.stop();
  studio?.remove();
});

function pageOf(role: 'viewer' | 'reviewer'): Page {
  const window = windows[role];
  if (!window) throw new Error(`There is no window of the ${role}.`);
  return window.page;
}

function personOf(role: 'viewer' | 'reviewer'): StudioClient {
  const person = people[role];
  if (!person) throw new Error(`There is no ${role}.`);
  return person;
}

async function goTo(page: Page, view: string): Promise<void> {
  await page.goto(`${studio.url}/p/${projectId}/${view}`);
  await expect.poll(() => badgeOf(page)).toBe('Saved');
}

/** Expects a button to be off and to say why, to the eye and to a screen reader. */
async function expectOff(page: Page, name: string, reason: string): Promise<void> {
  const button = page.getByRole('button', { name }).first();
  await button.waitFor();
  expect(await button.isDisabled(), name).toBe(true);
  await button.hover({ force: true });
  const told = page.getByRole('tooltip').filter({ hasText: reason });
  await expect.poll(async () => (await button.getAttribute('title')) === reason || (await told.count()) > 0).toBe(true);
}

test.each([
  ['viewer', VIEWER],
  ['reviewer', REVIEWER],
] as const)('a %s sees the canvas, and every way to change it is off with the reason', async (role, reason) => {
  const page = pageOf(role);
  await goTo(page, 'canvas');
  await fitAll(page, 'Still 010');
  const before = editor.nodes.row(film.shots[0]?.imageId ?? '')?.position;
  const prompt = await promptOf(page, 'Still 010');
  await page.getByRole('region', { name: 'Inspector' }).getByText(reason).waitFor();
  expect(await prompt.getAttribute('contenteditable')).not.toBe('true');
  expect(await page.getByRole('textbox', { name: 'Name' }).isDisabled()).toBe(true);
  await expectOff(page, 'Generate', reason);
  expect(await page.getByRole('button', { name: 'Add node' }).count()).toBe(0);
  await page.keyboard.press('Delete');
  await page.keyboard.press('Shift+A');
  expect(await page.getByRole('listbox', { name: 'Node types' }).count()).toBe(0);
  expect(editor.nodes.row(film.shots[0]?.imageId ?? '')?.position).toEqual(before);
  expect(await nodeOf(page, 'Still 010').count()).toBe(1);
});

test.each([
  ['viewer', VIEWER],
  ['reviewer', REVIEWER],
] as const)('a %s sees Takes, timeline and history, and may not pick, cut or name', async (role, reason) => {
  const page = pageOf(role);
  await goTo(page, 'takes');
  await page
    .getByRole('button', { name: /Still 010/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: /take02/ })
    .first()
    .click();
  await expectOff(page, 'Make active', reason);
  await goTo(page, 'timeline');
  await expectOff(page, 'Assemble from shots', reason);
  expect(await page.getByRole('button', { name: 'Render film' }).first().isDisabled()).toBe(true);
  await goTo(page, 'history');
  expect(await page.getByRole('button', { name: 'Snapshot now' }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Share' }).count()).toBe(0);
});

test.each(['viewer', 'reviewer'] as const)('a %s has nothing on their device that they may not read', async (role) => {
  const page = pageOf(role);
  await goTo(page, 'canvas');
  await expect.poll(() => everythingStored(page)).toContain('lighthouse on a rock');
  await page.goto(studio.url);
  await page.getByRole('link', { name: 'The crossing' }).waitFor();
  const stored = await everythingStored(page);
  for (const secret of [OTHERS_TITLE, otherProjectId, linkToken]) expect(stored).not.toContain(secret);
});

test('a viewer may not comment; a reviewer’s note and verdict reach the others', async () => {
  const viewer = pageOf('viewer');
  const reviewer = pageOf('reviewer');
  for (const page of [viewer, reviewer]) {
    await goTo(page, 'takes');
    await page
      .getByRole('button', { name: /Still 010/ })
      .first()
      .click();
    await page.getByRole('tab', { name: /Notes/ }).waitFor();
  }
  expect(await viewer.getByRole('textbox', { name: 'Note' }).count()).toBe(0);
  expect(await viewer.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  await reviewer.getByRole('textbox', { name: 'Note' }).fill('Could the light come earlier?');
  await reviewer.getByRole('button', { name: 'Send note' }).click();
  await reviewer.getByRole('button', { name: 'Approve', exact: true }).click();
  await viewer.getByText('Could the light come earlier?').waitFor();
  await viewer.getByText('approved', { exact: true }).waitFor();
});

test.each(['viewer', 'reviewer'] as const)(
  'what a program writes with the key of a %s reaches nobody',
  async (role) => {
    const opened = await personOf(role).open(`project/${projectId}`);
    const reasons: string[] = [];
    opened.provider.on('authenticationFailed', ({ reason }: { reason: string }) => reasons.push(reason));
    const id = randomUUID();
    unwrap(addNode(opened.doc, { id, type: 'note', position: { x: 0, y: 0 }, texts: { text: 'Mine' } }));
    await waitFor('the write to be refused', () => reasons.includes('read-only') || undefined);
    opened.close();
    const fresh = await owner.open(`project/${projectId}`);
    expect(fresh.doc.getMap('nodes').has(id)).toBe(false);
    fresh.close();
    expect(editor.nodes.row(id)).toBeUndefined();
  },
);

test('a role that changes counts in the open page, without a reload', async () => {
  const page = pageOf('viewer');
  await goTo(page, 'canvas');
  await fitAll(page, 'Still 020');
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  const memberPath = `/projects/${projectId}/members/${personOf('viewer').me.id}`;
  const generate = nodeOf(page, 'Still 020').getByRole('button', { name: 'Generate' });
  await owner.call('PUT', memberPath, { role: 'editor' });
  await expect.poll(() => generate.isEnabled(), { timeout: AT_ONCE_MS }).toBe(true);
  const prompt = await promptOf(page, 'Still 020');
  await prompt.click();
  await prompt.press('Control+End');
  await prompt.pressSequentially(', rain');
  await expect.poll(() => badgeOf(page)).toBe('Saved');
  await owner.call('PUT', memberPath, { role: 'viewer' });
  await expect.poll(() => generate.isDisabled(), { timeout: AT_ONCE_MS }).toBe(true);
  expect(await textOf(await promptOf(page, 'Still 020'))).toMatch(/, rain$/);
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
});

test('an archived project says so, and opens again when it is brought back', async () => {
  const page = pageOf('reviewer');
  await goTo(page, 'takes');
  await owner.call('PATCH', `/projects/${projectId}`, { isArchived: true });
  await page.getByRole('alert').filter({ hasText: CLOSE_REASONS.archived }).waitFor();
  expect(await badgeOf(page)).toBe(CLOSE_REASONS.archived);
  await owner.call('PATCH', `/projects/${projectId}`, { isArchived: false });
  await goTo(page, 'takes');
  await page
    .getByRole('button', { name: /Still 010/ })
    .first()
    .waitFor();
});

test('who is removed is told why and what is safe, and gets nothing more', async () => {
  const page = pageOf('viewer');
  await goTo(page, 'canvas');
  await owner.call('DELETE', `/projects/${projectId}/members/${personOf('viewer').me.id}`);
  await page.getByText(CLOSE_REASONS['not-a-member']).first().waitFor();
  await page.reload();
  await page.getByText('There is no such project, or you are not a member of it.').waitFor();
  await expect(personOf('viewer').open(`project/${projectId}`)).rejects.toThrow(/not-a-member/);
});

test('who is removed has nothing of the film on their device any more', async () => {
  await expect.poll(() => everythingStored(pageOf('viewer'))).not.toMatch(/lighthouse on a rock|The crossing/);
  expect(await everythingStored(pageOf('reviewer'))).toMatch(/lighthouse on a rock/);
});

test('a link that is revoked ends in the guest’s open page, and takes along what it had brought', async () => {
  const { page } = guest;
  const link = await owner.call<{ id: string; url: string }>('POST', `/projects/${projectId}/share-links`, {
    label: 'First look',
    subjects: film.shots.map((shot) => shot.shotId),
  });
  await page.goto(link.url);
  await page.getByRole('textbox', { name: 'Your name' }).fill('A guest');
  await page.getByRole('button', { name: 'Watch the Takes' }).click();
  await page.getByText('No Takes to see yet').waitFor();
  await expect.poll(() => everythingStored(page)).toContain(`share/${link.id}`);
  await owner.call('DELETE', `/projects/${projectId}/share-links/${link.id}`);
  await page.getByText('This link has ended.', { exact: true }).waitFor({ timeout: AT_ONCE_MS });
  await expect.poll(async () => /(share|review)\/[\w-]+/.exec(await everythingStored(page))?.[0]).toBe(undefined);
  await page.reload();
  await page
    .getByText(/link has ended|no such link/i)
    .first()
    .waitFor();
});

test('nothing went wrong in any window', () => {
  for (const window of [windows.viewer, windows.reviewer, guest]) expect(window?.errors).toEqual([]);
});

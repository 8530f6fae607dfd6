import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { enterStudio, joinStudio, type OpenDocument, type StudioClient } from '@studio/infra/testing';
import type { Project } from '@studio/shared/api';
import { projectTables } from '@studio/shared/document';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examinePage } from './screens/examinePage.ts';
import { DESKTOP, launchChromium, openWindow, PHONE, type Window } from './studio/browser.ts';
import { signIn } from './studio/signIn.ts';
import { type Studio, startStudio } from './studio/startStudio.ts';

// Every screen of the sample film, at two sizes and in both themes: nothing is cut off, unnamed or unreadable.

const PICTURES = fileURLToPath(new URL('./screenshots', import.meta.url));
const LONG_TITLE = 'The very long way home across the mountains, the sea and everything that lies in between them';
const LONG_NAME = 'Maximiliane Alexandra von Hohenfels-Katzenelnbogen';
const NAMES = [
  'Ada',
  'Bo',
  'Cem',
  'Dana',
  'Eva',
  'Finn',
  'Gül',
  'Hana',
  'Ivo',
  'Jun',
  'Kai',
  'Lea',
  'Mio',
  'Noa',
  'Olu',
];
const CROWD = [...NAMES, 'Pia', 'Qi', 'Rui', 'Sol', LONG_NAME];
const HUES = ['#e5484d', '#30a46c', '#3b82f6', '#d6409f', '#f76b15', '#12a594', '#8e4ec6', '#a18072'];

let studio: Studio;
let browser: Browser;
let owner: StudioClient;
let film: Project;
let empty: Project;
let shareUrl: string;
let inviteUrl: string;
const windows: Window[] = [];
const crowd: OpenDocument[] = [];

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [studio, browser] = await Promise.all([startStudio({ sample: true }), launchChromium()]);
});

afterAll(async () => {
  for (const document of crowd) document.close();
  await browser?.close();
  await studio?.stop();
  studio?.remove();
});

const LOOKS = [
  { look: 'desktop-dark', size: DESKTOP, theme: 'dark' },
  { look: 'desktop-light', size: DESKTOP, theme: 'light' },
  { look: 'phone-dark', size: PHONE, theme: 'dark' },
  { look: 'phone-light', size: PHONE, theme: 'light' },
] as const;

interface Screen {
  readonly name: string;
  /** The address, without the origin. */
  readonly path: () => string;
  /** What has to be there before it is looked at. */
  readonly ready: (page: Page) => Promise<unknown>;
  /** Only where there is room for it. */
  readonly isDesktopOnly?: boolean;
}

/** Opens a window in a theme, as somebody who has chosen it. */
async function open(look: (typeof LOOKS)[number]): Promise<Window> {
  const window = await openWindow(browser, look.size);
  windows.push(window);
  await window.page.emulateMedia({ reducedMotion: 'reduce' });
  await window.context.addInitScript((theme) => localStorage.setItem('studio.theme', theme), look.theme);
  return window;
}

async function walk(page: Page, look: string, screens: readonly Screen[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const screen of screens) {
    if (screen.isDesktopOnly === true && look.startsWith('phone')) continue;
    await page.goto(studio.url + screen.path());
    await screen.ready(page);
    await settled(page);
    await page.screenshot({ path: join(PICTURES, `${screen.name}.${look}.png`) });
    for (const problem of await examinePage(page)) problems.push(`${screen.name}: ${problem}`);
  }
  return problems;
}

/** Every picture in sight is there and nothing loads. */
async function settled(page: Page): Promise<void> {
  if (new URL(page.url()).pathname.startsWith('/p/')) {
    await page
      .getByRole('button', { name: /^Queue/, includeHidden: true })
      .or(page.getByRole('button', { name: 'Try again' }))
      .waitFor({ state: 'attached' });
  }
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() =>
    [...document.images].every(
      (image) => image.complete || image.getBoundingClientRect().top > innerHeight || image.loading === 'lazy',
    ),
  );
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
  );
}

test('a screen with faults would be seen', async () => {
  const { page, context } = await openWindow(browser);
  await page.setContent(`<body style="background: #fff">
    <button></button> <p style="color: #999">Too pale</p> <button style="position: absolute; left: 1400px; width: 90px">Cut off</button>
    <button>Covered</button><div style="position: absolute; inset: 0"></div></body>`);
  const problems = (await examinePage(page)).join(' ');
  for (const fault of ['no name', 'Too pale', 'cut off', 'covered']) expect(problems).toContain(fault);
  await context.close();
});

test.each(LOOKS)('before anybody owns the studio: $look', async (look) => {
  const { page, context } = await open(look);
  const setup = new URL(studio.setupUrl ?? '');
  const screens: readonly Screen[] = [
    { name: 'setup', path: () => setup.pathname + setup.search, ready: (at) => at.getByLabel('Password').waitFor() },
    { name: 'primitives', path: () => '/ui', ready: (at) => at.getByRole('heading').first().waitFor() },
  ];
  expect(await walk(page, look.look, screens)).toEqual([]);
  await context.close();
});

test('a film with twenty people, an empty project, a link and an invitation', async () => {
  owner = await enterStudio(studio.setupUrl ?? '', LONG_NAME);
  const projects = await owner.call<Project[]>('GET', '/projects');
  const sample = projects.find((project) => project.isSample);
  if (!sample) throw new Error('The sample film is missing.');
  film = sample;
  empty = await owner.call<Project>('POST', '/projects', { title: LONG_TITLE });
  const joined = await Promise.all(
    CROWD.map((name) => joinStudio(owner, { name, role: 'editor', projectId: film.id })),
  );
  const opened = await Promise.all(joined.map((person) => person.open(`project/${film.id}`)));
  crowd.push(...opened);
  const { nodes } = projectTables(opened[0]?.doc ?? neverOpened());
  const shots = [...nodes.rows().values()].filter((node) => node.type === 'shot');
  opened.forEach(({ provider }, index) => {
    const { id, name } = joined[index]?.me ?? neverOpened();
    const at = [...nodes.rows().values()][index % nodes.rows().size];
    provider.awareness?.setLocalState({
      user: { id, name, color: HUES[index % HUES.length] },
      view: 'canvas',
      pointer: at ? { x: at.position.x + 60, y: at.position.y + 90 } : null,
      selection: [shots[index % shots.length]?.id],
    });
  });
  const link = await owner.call<{ url: string }>('POST', `/projects/${film.id}/share-links`, {
    label: 'Client, first look',
    subjects: shots.slice(0, 4).map((shot) => shot.id),
  });
  shareUrl = new URL(link.url).pathname;
  const invitation = await owner.call<{ url: string }>('POST', '/invitations', {
    email: 'new@studio.invalid',
    role: 'editor',
    projectId: film.id,
  });
  inviteUrl = new URL(invitation.url).pathname;
  expect(crowd).toHaveLength(20);
});

const PUBLIC: readonly Screen[] = [
  { name: 'sign-in', path: () => '/sign-in', ready: (page) => page.getByLabel('Password').waitFor() },
  { name: 'invite', path: () => inviteUrl, ready: (page) => page.getByLabel('Password').waitFor() },
  { name: 'missing', path: () => '/no-such-page', ready: (page) => page.getByText('There is no page').waitFor() },
  {
    name: 'guest-door',
    path: () => shareUrl,
    ready: (page) => page.getByRole('textbox', { name: 'Your name' }).waitFor(),
  },
];

const GUEST: readonly Screen[] = [
  {
    name: 'guest-room',
    path: () => shareUrl,
    ready: async (page) => {
      await page.getByRole('textbox', { name: 'Your name' }).fill(LONG_NAME);
      await page.getByRole('button', { name: 'Watch the Takes' }).click();
      await page.getByRole('textbox', { name: 'Note' }).waitFor();
    },
  },
];

test.each(LOOKS)('signed out, and as a guest: $look', async (look) => {
  const { page, context, errors } = await open(look);
  expect(await walk(page, look.look, [...PUBLIC, ...GUEST])).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

const MEMBER: readonly Screen[] = [
  { name: 'projects', path: () => '/', ready: (page) => page.getByRole('link', { name: /sample film/ }).waitFor() },
  { name: 'canvas', path: () => `/p/${film.id}/canvas`, ready: onCanvas },
  { name: 'canvas-add', path: () => `/p/${film.id}/canvas`, ready: inAddMenu, isDesktopOnly: true },
  { name: 'canvas-node', path: () => `/p/${film.id}/canvas`, ready: withNode },
  { name: 'takes', path: () => `/p/${film.id}/takes`, ready: onTakes },
  { name: 'takes-compare', path: () => `/p/${film.id}/takes`, ready: comparing },
  { name: 'timeline', path: () => `/p/${film.id}/timeline`, ready: onTimeline },
  { name: 'history', path: () => `/p/${film.id}/history`, ready: onHistory },
  { name: 'queue', path: () => `/p/${film.id}/history`, ready: (page) => pressed(page, /^Queue/, 'dialog') },
  { name: 'share', path: () => `/p/${film.id}/history`, ready: (page) => pressed(page, 'Share', 'dialog') },
  { name: 'settings', path: () => `/p/${film.id}/history`, ready: (page) => pressed(page, 'Settings', 'menu') },
  { name: 'people', path: () => `/p/${film.id}/history`, ready: inPeople },
  { name: 'snapshot', path: () => `/p/${film.id}/history`, ready: (page) => pressed(page, 'Snapshot now', 'dialog') },
  { name: 'dock', path: () => `/p/${film.id}/canvas`, ready: withDock, isDesktopOnly: true },
  { name: 'empty-canvas', path: () => `/p/${empty.id}/canvas`, ready: onCanvas },
  { name: 'empty-takes', path: () => `/p/${empty.id}/takes`, ready: region('Takes') },
  { name: 'empty-timeline', path: () => `/p/${empty.id}/timeline`, ready: region('Timeline') },
  { name: 'empty-history', path: () => `/p/${empty.id}/history`, ready: region('History') },
  {
    name: 'no-such-project',
    path: () => `/p/${crypto.randomUUID()}/canvas`,
    ready: (page) => page.getByRole('button', { name: 'Try again' }).waitFor(),
  },
];

test.each(LOOKS)('signed in: $look', async (look) => {
  const { page, context, errors } = await open(look);
  await signIn(page, owner);
  expect(await walk(page, look.look, MEMBER)).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

test('who walks with Tab sees where they are, on every view', async () => {
  const { page, context } = await open(LOOKS[0]);
  await signIn(page, owner);
  const unseen: string[] = [];
  for (const view of ['canvas', 'takes', 'timeline', 'history']) {
    await page.goto(`${studio.url}/p/${film.id}/${view}`);
    await region(view === 'canvas' ? 'Canvas' : view.replace(/^./, (letter) => letter.toUpperCase()))(page);
    for (let press = 0; press < 30; press += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const focused = document.activeElement;
        if (!focused || focused === document.body) return { isSeen: true, label: '' };
        // The caret of a menu's search field is its mark: the menu is all that can be typed into.
        if (focused.getAttribute('role') === 'combobox' && focused instanceof HTMLInputElement) {
          return { isSeen: true, label: '' };
        }
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
        const isSeen = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
        return { isSeen, label: `${focused.tagName} ${focused.getAttribute('aria-label') ?? focused.textContent}` };
      });
      if (!focus.isSeen) unseen.push(`${view}: ${focus.label.slice(0, 80)}`);
    }
  }
  expect([...new Set(unseen)]).toEqual([]);
  await context.close();
});

function region(name: string): (page: Page) => Promise<void> {
  return (page) => page.getByRole('region', { name, exact: true }).first().waitFor();
}

async function onCanvas(page: Page): Promise<void> {
  await region('Canvas')(page);
  await page.getByRole('status', { name: 'Saved' }).first().waitFor();
  if (page.url().includes(film.id)) await page.getByRole('group', { name: /shot/i }).first().waitFor();
}

async function inAddMenu(page: Page): Promise<void> {
  await onCanvas(page);
  await page.getByRole('region', { name: 'Canvas', exact: true }).focus();
  await page.keyboard.press('Shift+A');
  await page.getByRole('listbox', { name: 'Node types' }).waitFor();
}

async function withNode(page: Page): Promise<void> {
  await onCanvas(page);
  const node = projectTables(crowd[0]?.doc ?? neverOpened()).nodes.rows();
  const image = [...node.values()].find(({ type }) => type === 'generate.image');
  await page.goto(`${studio.url}/p/${film.id}/canvas?node=${image?.id}`);
  await page.getByRole('textbox', { name: 'Prompt' }).waitFor();
}

async function onTakes(page: Page): Promise<void> {
  await region('Takes')(page);
  await page.getByRole('button', { name: 'Make active' }).waitFor();
}

async function comparing(page: Page): Promise<void> {
  await onTakes(page);
  await page.getByRole('button', { name: 'Compare side by side' }).click();
  await page.getByRole('button', { name: 'Stop comparing' }).waitFor();
}

async function onTimeline(page: Page): Promise<void> {
  await region('Timeline')(page);
  await page
    .getByText(/\d+ frames/)
    .first()
    .waitFor();
}

async function onHistory(page: Page): Promise<void> {
  await region('History')(page);
  await page.getByRole('listitem').first().waitFor();
}

async function pressed(page: Page, name: string | RegExp, role: 'dialog' | 'menu'): Promise<void> {
  await onHistory(page);
  await page.getByRole('button', { name }).first().click();
  await page.getByRole(role).waitFor();
}

async function inPeople(page: Page): Promise<void> {
  await pressed(page, 'Settings', 'menu');
  await page.getByRole('menuitem', { name: 'People' }).click();
  await page.getByRole('dialog').getByRole('tab').first().waitFor();
}

async function withDock(page: Page): Promise<void> {
  await onCanvas(page);
  await page.getByRole('button', { name: 'Open the timeline dock' }).click();
  await page.getByRole('button', { name: 'Close the timeline dock' }).waitFor();
  await page.getByRole('region', { name: 'Timeline' }).getByRole('button', { name: 'Play', exact: true }).waitFor();
}

function neverOpened(): never {
  throw new Error('The crowd has not arrived.');
}

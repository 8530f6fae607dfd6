import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addNode, moveNodes, nodeText, pickTake, readTake, setNodeField, type TakeRow } from '@studio/shared/document';
import { fail, ok, unwrap } from '@studio/shared/result';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createHistory, type History, type HistoryDeps } from './createHistory.ts';

const PROJECT = '00000000-0000-4000-8000-00000000000a';
const SHOT = '00000000-0000-4000-8000-000000000001';
const PATH = process.env['PATH'] ?? '';

let folder: string;
let doc: Y.Doc;
let takes: TakeRow[];
let now: number;
let failures: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
  mkdirSync(join(folder, 'blobs'));
  doc = new Y.Doc();
  takes = [];
  now = Date.UTC(2026, 0, 1);
  failures = [];
  unwrap(
    addNode(doc, {
      id: SHOT,
      type: 'shot',
      position: { x: 0, y: 0 },
      fields: { number: '010', name: 'The lamp' },
      texts: { description: 'A storm rises' },
    }),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function history(overrides: Partial<HistoryDeps> = {}): History {
  return createHistory({
    folder: join(folder, 'repositories'),
    clock: () => (now += 1000),
    searchPath: PATH,
    readProject: async (projectId, read) => (projectId === PROJECT ? ok(read(doc, takes)) : fail('no-project', 'gone')),
    blobsOf: async () => new Set(readdirSync(join(folder, 'blobs'))),
    blobs: { pathOf: async (sha256) => join(folder, 'blobs', sha256), open: async () => undefined },
    withLock: async (_projectId, work) => work(),
    onFailure: (_projectId, message) => failures.push(message),
    ...overrides,
  });
}

function addTake(number: number): TakeRow {
  const bytes = Buffer.from(`picture ${number}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(folder, 'blobs', sha256), bytes);
  const media = { sha256, mime: 'video/mp4', bytes: bytes.length };
  const take = readTake(`${PROJECT}.${number}`, {
    intentId: PROJECT,
    nodeId: SHOT,
    slotId: SHOT,
    kind: 'video',
    name: `SHOT-010_v01_take0${number}.mp4`,
    version: 1,
    number,
    media,
    width: 16,
    height: 16,
    frames: 5,
    rate: { num: 24, den: 1 },
    thumbnail: media,
    madeBy: { id: 'p', name: 'P' },
    madeAt: 1,
  });
  if (!take) throw new Error('the Take of this test is not whole');
  takes.push(take);
  return take;
}

const git = (...args: string[]) =>
  execFileSync('git', args, {
    cwd: join(folder, 'repositories', `${PROJECT}.git`),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const named = (name: string) => ({ name, author: 'Ada Director', isAutomatic: false });

test('a snapshot is a commit that git and Git LFS find whole', async () => {
  addTake(1);
  const kept = unwrap(await history().snapshot(PROJECT, named('First assembly')));
  expect(kept).toMatchObject({ name: 'First assembly', authors: ['Ada Director'] });
  expect(git('log', '--format=%an|%s')).toBe('Ada Director|First assembly\n');
  expect(git('fsck', '--strict')).toBe('');
  expect(git('lfs', 'fsck')).toContain('Git LFS fsck OK');
  expect(git('show', 'main:03_Renders/SHOT-010/SHOT-010_v01_take01.mp4')).toContain('version https://git-lfs');
  expect(git('ls-tree', '--name-only', 'main').split('\n')).toEqual([
    '.gitattributes',
    '.gitignore',
    '03_Renders',
    'project.json',
    '',
  ]);
});

test('the list says what changed in film words, and the commit message says the same', async () => {
  const keeper = history();
  const [first, second] = [addTake(1), addTake(2)];
  unwrap(pickTake(doc, SHOT, first.id));
  unwrap(await keeper.snapshot(PROJECT, named('Before')));
  unwrap(nodeText(doc, SHOT, 'description')).delete(2, 5);
  unwrap(nodeText(doc, SHOT, 'description')).insert(2, 'calm');
  unwrap(pickTake(doc, SHOT, second.id));
  unwrap(moveNodes(doc, new Map([[SHOT, { x: 5, y: 5 }]])));
  unwrap(await keeper.snapshot(PROJECT, named('After')));
  const [newest] = unwrap(await keeper.list(PROJECT));
  expect(newest?.changes.map((change) => change.text)).toEqual([
    'Shot 010 · The lamp, description: “storm” → “calm”',
    'Shot 010 · The lamp: picked v01 take02 instead of v01 take01',
    '1 node moved on the canvas',
  ]);
  expect(newest?.changes[0]).toMatchObject({ kind: 'prompt', nodeId: SHOT });
  expect(git('log', '-1', '--format=%B')).toContain('picked v01 take02');
});

test('nothing changed: no commit', async () => {
  const keeper = history();
  expect(unwrap(await keeper.snapshot(PROJECT, named('One')))).toBeDefined();
  expect(unwrap(await keeper.snapshot(PROJECT, named('Two')))).toBeUndefined();
  expect(unwrap(await keeper.list(PROJECT))).toHaveLength(1);
});

test('naming what an automatic snapshot holds keeps the name, once', async () => {
  const keeper = history({ burst: { quietMs: 5, longestMs: 1000 } });
  keeper.noteEdit(PROJECT, ['Ada Director']);
  await expect.poll(async () => unwrap(await keeper.list(PROJECT)).length, { timeout: 10_000 }).toBe(1);
  expect(unwrap(await keeper.snapshot(PROJECT, named('The cut we sent')))).toMatchObject({
    name: 'The cut we sent',
    changes: [],
  });
  expect(unwrap(await keeper.snapshot(PROJECT, named('Again')))).toBeUndefined();
});

test('a snapshot whose media cannot be found is not made', async () => {
  const take = addTake(1);
  rmSync(join(folder, 'blobs', take.media.sha256));
  const keeper = history();
  expect(await keeper.snapshot(PROJECT, named('Broken'))).toMatchObject({
    ok: false,
    failure: { reason: 'media-missing' },
  });
  expect(unwrap(await keeper.list(PROJECT))).toEqual([]);
});

test('a reference to media that the project does not hold blocks no snapshot and brings no bytes', async () => {
  const foreign = { sha256: 'f'.repeat(64), mime: 'image/png', bytes: 9 };
  unwrap(setNodeField(doc, SHOT, 'reference', foreign));
  unwrap(await history().snapshot(PROJECT, named('With a foreign reference')));
  expect(git('ls-tree', '-r', '--name-only', 'main')).not.toContain('01_Assets');
  expect(git('show', 'main:project.json')).toContain(foreign.sha256);
});

test('after a burst of edits a snapshot is made by itself, with everybody who took part', async () => {
  const keeper = history({ burst: { quietMs: 20, longestMs: 1000 } });
  keeper.noteEdit(PROJECT, ['Ada Director']);
  keeper.noteEdit(PROJECT, ['Ben Artist']);
  await expect.poll(async () => unwrap(await keeper.list(PROJECT)).length, { timeout: 10_000 }).toBe(1);
  const [entry] = unwrap(await keeper.list(PROJECT));
  expect(entry).toMatchObject({ isAutomatic: true, authors: ['Ada Director', 'Ben Artist'] });
  expect(git('log', '-1', '--format=%(trailers:key=Co-authored-by,valueonly)')).toContain('Ben Artist');
  expect(failures).toEqual([]);
});

test('a name with line breaks and angle brackets cannot forge a commit', async () => {
  const keeper = history();
  unwrap(
    await keeper.snapshot(PROJECT, {
      name: 'x\ncommit refs/heads/evil\n\u001e\u001f',
      author: 'A <b>\nfrom 0',
      isAutomatic: false,
    }),
  );
  expect(git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\n');
  expect(git('log', '--format=%an')).toBe('A b from 0\n');
});

test('a lock left by a killed git is removed', async () => {
  const keeper = history();
  unwrap(await keeper.snapshot(PROJECT, named('One')));
  writeFileSync(join(folder, 'repositories', `${PROJECT}.git`, 'refs/heads/main.lock'), '');
  now = Date.now() + 120_000;
  unwrap(nodeText(doc, SHOT, 'description')).insert(0, 'Dawn. ');
  expect((await keeper.snapshot(PROJECT, named('Two'))).ok).toBe(true);
});

test('a reference that names no picture reaches neither the disk nor the tree', async () => {
  const table = doc.getMap<Y.Map<unknown>>('nodes');
  const forge = (id: string, reference: unknown) => {
    const node = new Y.Map<unknown>(Object.entries({ type: 'asset.style', position: { x: 0, y: 0 }, reference }));
    table.set(id, node);
  };
  const sha256 = addTake(1).media.sha256;
  takes = [];
  forge('00000000-0000-4000-8000-000000000002', { sha256: '../../../../../outside', mime: 'image/png', bytes: 1 });
  forge('00000000-0000-4000-8000-000000000003', { sha256, mime: 'image/../../hooks', bytes: 9 });
  forge('../../hooks/post-commit', { sha256, mime: 'image/png', bytes: 9 });
  forge('00000000-0000-4000-8000-000000000004', { sha256 });
  unwrap(await history().snapshot(PROJECT, named('Forged')));
  expect(git('ls-tree', '-r', '--name-only', 'main').split('\n').filter(Boolean)).toEqual([
    '.gitattributes',
    '.gitignore',
    '01_Assets/Images/00000000-0000-4000-8000-000000000003.bin',
    'project.json',
  ]);
});

test('ids that are no project ids never reach the disk', async () => {
  await expect(history().list('../../etc')).rejects.toThrow(RangeError);
});

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { enterStudio, type StudioClient } from '@studio/infra/testing';
import { afterEach, expect, test } from 'vitest';
import { agree, type Editor, openEditor } from './scenario/editor.ts';
import { layOutFilm } from './scenario/layOutFilm.ts';
import { expectMediaByHash } from './scenario/media.ts';
import { expectCleanRepository, takeSnapshot } from './scenario/repository.ts';
import { askForTakes, expectExactly, untilDone } from './scenario/runs.ts';
import { wordsIn, writeSteadily } from './scenario/steadyWriter.ts';
import { waitFor } from './scenario/waiting.ts';
import { startStudio, type Studio } from './studio/startStudio.ts';

const BACKUP = fileURLToPath(new URL('../infra/backup/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'e2e-backup-'));
const opened: { studios: Studio[]; editors: Editor[] } = { studios: [], editors: [] };

afterEach(async () => {
  for (const editor of opened.editors.splice(0)) editor.leave();
  for (const studio of opened.studios.splice(0)) await studio.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function start(dataFolder: string): Promise<Studio> {
  const studio = await startStudio({ sample: false, dataFolder, environment: { SIMULATED_SPEED: '4' } });
  opened.studios.push(studio);
  return studio;
}

async function edit(client: StudioClient, projectId: string): Promise<Editor> {
  const editor = await openEditor(client, projectId);
  opened.editors.push(editor);
  return editor;
}

async function run(act: 'backup' | 'restore', dataFolder: string, file: string): Promise<string> {
  const env = { ...process.env, STUDIO_DATA: dataFolder, STUDIO_SAMPLE: 'no', INIT_CWD: folder };
  const { stdout } = await promisify(execFile)(process.execPath, [BACKUP, act, file], { env });
  return stdout;
}

test('a backup made while people work and runs wait is a whole studio: its documents, media, history and runs', async () => {
  const data = join(folder, 'studio');
  const studio = await start(data);
  const director = await enterStudio(studio.setupUrl ?? '', 'A director');
  const { id: projectId } = await director.call<{ id: string }>('POST', '/projects', { title: 'The crossing' });
  const editor = await edit(director, projectId);
  const [first, second, third] = layOutFilm(editor.project).shots;
  const still = askForTakes(editor, first.imageId, [1]);
  await untilDone(editor, [still]);
  const snapshot = await takeSnapshot(editor, 'Before the backup');
  const writer = writeSteadily(editor, third.imageId, 'D');
  await waitFor('some edits', () => writer.acknowledged().length > 20 || undefined, 20_000);
  const waiting = askForTakes(editor, second.imageId, [5, 6]);
  await editor.saved();
  const before = { words: writer.acknowledged(), nodes: writer.acknowledgedNodes() };

  expect(await run('backup', data, 'while-working.tar')).toContain('1 repositories');
  writer.stop();
  await untilDone(editor, [still, waiting]);
  await editor.saved();
  await run('backup', data, 'at-rest.tar');
  expect(statSync(join(folder, 'at-rest.tar')).mode & 0o077).toBe(0);

  await run('restore', join(folder, 'at-rest'), 'at-rest.tar');
  const same = await edit(director.through((await start(join(folder, 'at-rest'))).url), projectId);
  await agree(editor, same);
  expect(same.takes.rows()).toEqual(editor.takes.rows());
  expect(await expectMediaByHash(same)).toBe(6);

  await run('restore', join(folder, 'while-working'), 'while-working.tar');
  const restored = await start(join(folder, 'while-working'));
  const back = await edit(director.through(restored.url), projectId);
  const words = wordsIn(back, third.imageId);
  expect(words).toEqual(expect.arrayContaining([...before.words]));
  expect(writer.written()).toEqual(expect.arrayContaining([...words]));
  for (const node of before.nodes) expect(back.nodes.row(node)).toBeDefined();
  // Asked for before the backup and not done by then: it is done here, once.
  await untilDone(back, [still, waiting]);
  expectExactly(back, [still, waiting]);
  const listed = await back.client.call<{ oid: string }[]>('GET', `/projects/${projectId}/snapshots`);
  expect(listed.map(({ oid }) => oid)).toContain(snapshot.oid);
  await expectCleanRepository(join(folder, 'while-working'), back, await takeSnapshot(back, 'After the restore'));
});

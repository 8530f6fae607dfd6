import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerTables, projectTables } from '@studio/shared/document';
import { takesOfSlot } from '@studio/shared/takes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDocument } from '../../infra/testing/index.ts';
import { startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';

let studio: TestStudio;
let owner: TestPerson;
let projectId: string;

beforeAll(async () => {
  studio = await startTestStudio(Date.now, true);
  owner = await studio.makeOwner();
  projectId = await sampleId();
});
afterAll(() => studio?.stop());

async function sampleId(): Promise<string> {
  const { list } = await studio.ask('GET', '/api/v1/projects', { as: owner.cookie });
  expect(list).toMatchObject([{ isSample: true, title: 'The Long Way Home (sample film)' }]);
  return list[0]?.id ?? '';
}

async function readSample() {
  const [project, ledger] = await Promise.all(
    [`project/${projectId}`, `project/${projectId}/ledger`].map((name) =>
      openDocument(studio.base, name, studio.serviceKey),
    ),
  );
  if (!project || !ledger) throw new Error('two documents are needed');
  const tables = { ...projectTables(project.doc), ...ledgerTables(ledger.doc) };
  project.close();
  ledger.close();
  return tables;
}

test('a new studio has a finished film: eight shots with two or three Takes each, a cut of all of them, notes', async () => {
  const { nodes, clips, takes, selections } = await readSample();
  const shots = [...nodes.rows().values()].filter((node) => node.type === 'shot');
  expect(shots).toHaveLength(8);
  for (const shot of shots) {
    const own = takesOfSlot(shot.id, takes.rows().values());
    expect([2, 3]).toContain(own.length);
    expect(own.map((take) => take.id)).toContain(selections.row(shot.id));
  }
  expect([...clips.rows().values()].map((clip) => clip.shotId).sort()).toEqual(shots.map((shot) => shot.id).sort());
  await expect.poll(async () => (await readSample()).notes.rows().size, { timeout: 10_000 }).toBe(4);
});

test('its media are whole and its history tells how it was made', async () => {
  const { takes } = await readSample();
  for (const take of takes.rows().values()) {
    const answer = await studio.ask('GET', `/media/${take.media.sha256}`, { as: owner.cookie });
    expect([answer.status, answer.bytes.length]).toEqual([200, take.media.bytes]);
  }
  const { list } = await studio.ask('GET', `/api/v1/projects/${projectId}/snapshots`, { as: owner.cookie });
  expect(list).toMatchObject([
    { name: 'Director’s picks', authors: ['Sample director'] },
    { name: 'First assembly' },
    { name: 'Stills for every shot' },
    { name: 'Boards approved' },
  ]);
});

test('another start doubles nothing, and finishes a seeding that was cut short', async () => {
  const before = (await readSample()).takes.rows().size;
  await studio.startAnother();
  expect(await sampleId()).toBe(projectId);
  rmSync(join(studio.configuration.dataFolder, 'repositories'), { recursive: true });
  await studio.startAnother();
  const { list } = await studio.ask('GET', `/api/v1/projects/${projectId}/snapshots`, { as: owner.cookie });
  // The Takes of every stage are there already, so two stages look alike and make one commit.
  expect(list).toMatchObject([{ name: 'Director’s picks' }, { name: 'First assembly' }, { name: 'Boards approved' }]);
  expect((await readSample()).takes.rows().size).toBe(before);
});

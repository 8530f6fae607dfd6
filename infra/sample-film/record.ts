import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  canonicalJson,
  insertClips,
  ledgerTables,
  manifestJson,
  pickTake,
  projectManifest,
  requestTakes,
  type Json,
  type LedgerTables,
  type ProjectManifest,
  type TakeRow,
} from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type * as Y from 'yjs';
import { layOut, type LaidFilm, type LaidShot } from './layOut.ts';
import { reviewsOf } from './reviews.ts';
import { TITLE } from './story.ts';
import { enterStudio, type StudioClient } from '../testing/studioClient.ts';

const FOLDER = new URL('./', import.meta.url);
const RUN_TIMEOUT_MS = 15 * 60_000;

interface Stage {
  readonly name: string;
  readonly manifest: ProjectManifest;
  readonly takeIds: readonly string[];
}

/** Makes the sample film in a running, empty studio, through the product itself, and writes it beside this file. */
const { values } = parseArgs({ options: { setup: { type: 'string' } } });
if (values.setup === undefined)
  throw new Error(
    'Say --setup URL: the one-time owner link that an empty studio printed (start it with STUDIO_SAMPLE=no).',
  );
await record(await enterStudio(values.setup, 'Sample director'));
process.exit(0);

async function record(studio: StudioClient): Promise<void> {
  const { id: projectId } = await studio.call<{ id: string }>('POST', '/projects', { title: TITLE });
  const { doc: project } = await studio.open(`project/${projectId}`);
  const ledger = ledgerTables((await studio.open(`project/${projectId}/ledger`)).doc);
  const film = layOut(project);
  const stages: Stage[] = [];
  const keep = (name: string) =>
    stages.push({ name, manifest: projectManifest(project), takeIds: [...ledger.takes.rows().keys()] });
  keep('Boards approved');
  await runAll(studio, project, ledger, film.shots, (shot) => ({ nodeId: shot.imageId, takes: 1 }));
  keep('Stills for every shot');
  await runAll(studio, project, ledger, film.shots, (shot) => ({ nodeId: shot.videoId, takes: shot.story.takes }));
  assemble(project, film, ledger, () => 1);
  keep('First assembly');
  assemble(project, film, ledger, (shot) => shot.story.pick);
  keep('Director’s picks');
  await write(studio, film, stages, [...ledger.takes.rows().values()]);
}

async function runAll(
  studio: StudioClient,
  project: Y.Doc,
  ledger: LedgerTables,
  shots: readonly LaidShot[],
  run: (shot: LaidShot) => { nodeId: string; takes: number },
): Promise<void> {
  const intents = shots.map((shot, index) => {
    const { nodeId, takes } = run(shot);
    const seeds = Array.from({ length: takes }, (_unused, take) => 1000 + index * 100 + take);
    const asked = {
      kind: 'take',
      nodeId,
      seeds,
      quality: 'low',
      requestedBy: studio.me,
      requestedAt: Date.now(),
    } as const;
    return unwrap(requestTakes(project, { id: randomUUID(), ...asked }));
  });
  const deadline = Date.now() + RUN_TIMEOUT_MS;
  for (;;) {
    const jobs = intents.map((id) => ledger.jobs.row(id));
    const failed = jobs.find((job) => job?.state === 'failed');
    if (failed) throw new Error(`A run failed: ${failed.error?.message ?? 'no reason given'}`);
    const done = jobs.filter((job) => job?.state === 'done').length;
    process.stdout.write(`\r${done} of ${jobs.length} runs done `);
    if (done === jobs.length) return;
    if (Date.now() > deadline) throw new Error('The runs took longer than 15 minutes.');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function assemble(project: Y.Doc, film: LaidFilm, ledger: LedgerTables, pick: (shot: LaidShot) => number): void {
  for (const shot of film.shots) {
    const own = [...ledger.takes.rows().values()].filter((take) => take.slotId === shot.shotId);
    const picked = own.find((take) => take.number === pick(shot));
    if (!picked) throw new Error(`Shot ${shot.story.number} has no Take ${pick(shot)}.`);
    unwrap(pickTake(project, shot.shotId, picked.id));
  }
  if (project.getMap('clips').size > 0) return;
  const clips = film.shots.map(({ shotId, story }) => ({
    id: `clip-${shotId}`,
    shotId,
    trimInFrames: story.trimInFrames,
    durationFrames: story.durationFrames,
    dissolveFrames: story.dissolveFrames,
  }));
  unwrap(insertClips(project, clips, 0));
}

async function write(
  studio: StudioClient,
  film: LaidFilm,
  stages: readonly Stage[],
  takes: readonly TakeRow[],
): Promise<void> {
  const mediaFolder = new URL('media/', FOLDER);
  rmSync(mediaFolder, { recursive: true, force: true });
  mkdirSync(mediaFolder);
  const media = takes.flatMap((take) =>
    [take.media, take.thumbnail, take.filmstrip, take.waveform].filter((reference) => reference !== null),
  );
  for (const { sha256 } of media) writeFileSync(new URL(sha256, mediaFolder), await studio.media(sha256));
  const signed = takes.map((take) => ({ ...take, madeBy: { id: 'sample-director', name: 'Sample director' } }));
  const recorded = {
    format: 1,
    stages: stages.map((stage) => ({ ...stage, manifest: manifestJson(stage.manifest), takeIds: [...stage.takeIds] })),
    takes: signed,
    media: [...new Map(media.map(({ sha256, mime, bytes }) => [sha256, { sha256, mime, bytes }])).values()],
    reviews: reviewsOf(film, takes),
  };
  writeFileSync(new URL('film.json', FOLDER), canonicalJson(recorded as unknown as Json));
  process.stdout.write(`\n${takes.length} Takes, ${media.length} media files.\n`);
}

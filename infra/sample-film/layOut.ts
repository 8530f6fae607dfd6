import { randomUUID } from 'node:crypto';
import { addNodes, connect, updateMeta, type EdgeRow, type NewNode } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type * as Y from 'yjs';
import { COAST, LOGLINE, SHOTS, STYLES, TITLE, TRAVELLER, type StoryShot } from './story.ts';

/** The nodes of one shot. */
export interface LaidShot {
  readonly story: StoryShot;
  readonly shotId: string;
  readonly imageId: string;
  readonly videoId: string;
}

/** The nodes of the film. */
export interface LaidFilm {
  readonly shots: readonly LaidShot[];
  readonly assemblerId: string;
}

const COLUMN = 300;
const ROW = 260;
const ROWS_A_BANK = 4;
/** A bank is a column of assets, then stills, motions and shots. */
const BANK = COLUMN * 4.4;

interface AssetIds {
  readonly traveller: string;
  readonly coast: string;
  readonly styles: readonly string[];
}

/** Lays the sample film's graph on the canvas: two banks of four shots, each with its assets at its left. */
export function layOut(doc: Y.Doc): LaidFilm {
  unwrap(updateMeta(doc, { title: TITLE, logline: LOGLINE, quality: 'low', rate: '24', width: 1280, height: 720 }));
  const ids: AssetIds = { traveller: randomUUID(), coast: randomUUID(), styles: STYLES.map(() => randomUUID()) };
  const assemblerId = randomUUID();
  const shots = SHOTS.map((story) => ({ story, shotId: randomUUID(), imageId: randomUUID(), videoId: randomUUID() }));
  unwrap(addNodes(doc, [...assetNodes(ids), ...shots.flatMap(shotNodes), ...closingNodes(assemblerId)]));
  unwrap(
    connect(
      doc,
      shots.flatMap((shot, index) => wiresOf(shot, index, shots[index - 1], ids)),
    ),
  );
  const last = shots.at(-1);
  if (last) unwrap(connect(doc, [wire(last.shotId, 'shot', assemblerId, 'shots')]));
  return { shots, assemblerId };
}

function assetNodes(ids: AssetIds): NewNode[] {
  const asset = (
    id: string,
    type: string,
    position: { x: number; y: number },
    { name, description }: { name: string; description: string },
  ): NewNode => ({ id, type, position, fields: { name }, texts: { description } });
  return [
    asset(ids.coast, 'asset.location', { x: -COLUMN, y: 0 }, COAST),
    ...STYLES.map((style, bank) =>
      asset(ids.styles[bank] ?? '', 'asset.style', { x: bank * BANK - COLUMN, y: ROW * 1.5 }, style),
    ),
    asset(ids.traveller, 'asset.character', { x: BANK - COLUMN, y: 0 }, TRAVELLER),
  ];
}

function closingNodes(assemblerId: string): NewNode[] {
  const text =
    'Sample film. Every picture comes from the simulated worker: connect ComfyUI and press Generate to make real ones.';
  return [
    { id: assemblerId, type: 'assembler', position: { x: BANK + COLUMN * 3, y: ROW * 3 }, fields: { name: 'Film' } },
    { id: randomUUID(), type: 'note', position: { x: -COLUMN, y: ROW * 3 }, texts: { text } },
  ];
}

function shotNodes({ story, shotId, imageId, videoId }: LaidShot, index: number): NewNode[] {
  const x = bankOf(index) * BANK;
  const y = (index % ROWS_A_BANK) * ROW;
  const at = (column: number) => ({ x: x + column * COLUMN, y });
  return [
    {
      id: imageId,
      type: 'generate.image',
      position: at(0),
      fields: { name: `Still ${story.number}` },
      texts: { prompt: story.still },
    },
    {
      id: videoId,
      type: 'generate.video',
      position: at(1),
      fields: { name: `Motion ${story.number}`, seconds: story.seconds, count: story.takes },
      texts: { prompt: story.motion },
    },
    {
      id: shotId,
      type: 'shot',
      position: at(2),
      fields: { number: story.number, name: story.name, durationFrames: story.durationFrames },
      texts: { description: story.description },
    },
  ];
}

function wiresOf(shot: LaidShot, index: number, before: LaidShot | undefined, ids: AssetIds): EdgeRow[] {
  return [
    wire(shot.imageId, 'image', shot.videoId, 'image'),
    wire(shot.videoId, 'video', shot.shotId, 'picture'),
    wire(ids.styles[bankOf(index)] ?? '', 'style', shot.imageId, 'style'),
    ...(shot.story.hasTraveller ? [wire(ids.traveller, 'character', shot.imageId, 'characters')] : []),
    ...(index === 0 ? [wire(ids.coast, 'location', shot.imageId, 'location')] : []),
    ...(before ? [wire(before.shotId, 'shot', shot.shotId, 'previous')] : []),
  ];
}

function bankOf(index: number): number {
  return Math.floor(index / ROWS_A_BANK);
}

function wire(source: string, sourceHandle: string, target: string, targetHandle: string): EdgeRow {
  return { id: randomUUID(), source, sourceHandle, target, targetHandle };
}

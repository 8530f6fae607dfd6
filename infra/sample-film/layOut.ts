import { randomUUID } from 'node:crypto';
import { addNodes, connect, updateMeta, type EdgeRow, type NewNode } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type * as Y from 'yjs';
import { COAST, LOGLINE, SHOTS, STYLE, TITLE, TRAVELLER, type StoryShot } from './story.ts';

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

const COLUMN = 360;
const ROW = 400;
const ROWS_A_BANK = 4;

/** Lays the sample film's graph on the canvas: two banks of four shots, assets at the left, the Assembler at the right. */
export function layOut(doc: Y.Doc): LaidFilm {
  unwrap(updateMeta(doc, { title: TITLE, logline: LOGLINE, quality: 'low', rate: '24', width: 1280, height: 720 }));
  const ids = { traveller: randomUUID(), style: randomUUID(), coast: randomUUID(), assembler: randomUUID() };
  const shots = SHOTS.map((story) => ({ story, shotId: randomUUID(), imageId: randomUUID(), videoId: randomUUID() }));
  unwrap(addNodes(doc, [...assetNodes(ids), ...shots.flatMap(shotNodes)]));
  unwrap(
    connect(
      doc,
      shots.flatMap((shot, index) => wiresOf(shot, shots[index - 1], ids)),
    ),
  );
  const last = shots.at(-1);
  if (last) unwrap(connect(doc, [wire(last.shotId, 'shot', ids.assembler, 'shots')]));
  return { shots, assemblerId: ids.assembler };
}

type AssetIds = Readonly<Record<'traveller' | 'style' | 'coast' | 'assembler', string>>;

function assetNodes(ids: AssetIds): NewNode[] {
  const asset = (
    id: string,
    type: string,
    y: number,
    { name, description }: { name: string; description: string },
  ): NewNode => ({
    id,
    type,
    position: { x: -COLUMN, y },
    fields: { name },
    texts: { description },
  });
  return [
    asset(ids.traveller, 'asset.character', 0, TRAVELLER),
    asset(ids.style, 'asset.style', ROW, STYLE),
    asset(ids.coast, 'asset.location', ROW * 2, COAST),
    { id: ids.assembler, type: 'assembler', position: { x: COLUMN * 7, y: ROW * 3 }, fields: { name: 'Film' } },
    {
      id: randomUUID(),
      type: 'note',
      position: { x: -COLUMN, y: ROW * 3 },
      texts: {
        text: 'Sample film. Every picture comes from the simulated worker: connect ComfyUI and press Generate to make real ones.',
      },
    },
  ];
}

function shotNodes({ story, shotId, imageId, videoId }: LaidShot, index: number): NewNode[] {
  const x = Math.floor(index / ROWS_A_BANK) * COLUMN * 3.5;
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

function wiresOf(shot: LaidShot, before: LaidShot | undefined, ids: AssetIds): EdgeRow[] {
  const isCoast = shot.story.still.includes('lighthouse');
  return [
    wire(shot.imageId, 'image', shot.videoId, 'image'),
    wire(shot.videoId, 'video', shot.shotId, 'picture'),
    wire(ids.style, 'style', shot.imageId, 'style'),
    ...(shot.story.hasTraveller ? [wire(ids.traveller, 'character', shot.imageId, 'characters')] : []),
    ...(isCoast ? [wire(ids.coast, 'location', shot.imageId, 'location')] : []),
    ...(before ? [wire(before.shotId, 'shot', shot.shotId, 'previous')] : []),
  ];
}

function wire(source: string, sourceHandle: string, target: string, targetHandle: string): EdgeRow {
  return { id: randomUUID(), source, sourceHandle, target, targetHandle };
}

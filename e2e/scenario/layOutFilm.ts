import { randomUUID } from 'node:crypto';
import { addNodes, connect, type EdgeRow, type NewNode, updateMeta } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type * as Y from 'yjs';

/** The nodes of one shot of the scenario. */
export interface LaidShot {
  readonly number: string;
  readonly imageId: string;
  readonly videoId: string;
  readonly shotId: string;
}

/** The nodes of the scenario's film. */
export interface LaidFilm {
  readonly shots: readonly [LaidShot, LaidShot, LaidShot];
  readonly assemblerId: string;
}

const STORY = [
  { number: '010', still: 'A lighthouse on a rock at night, storm', motion: 'The lamp turns, slow push in' },
  { number: '020', still: 'Interior at night, a lamp on the table', motion: 'Slow drift towards the table' },
  { number: '030', still: 'Open sea at dawn, a ship far away', motion: 'The ship passes, hold' },
] as const;

/** Lays out three shots, each a still that a one-second clip starts from, chained into an Assembler. */
export function layOutFilm(project: Y.Doc): LaidFilm {
  unwrap(updateMeta(project, { title: 'The crossing', quality: 'low', rate: '24', width: 320, height: 180 }));
  const assemblerId = randomUUID();
  const [first, second, third] = STORY;
  const shots = [newShot(first.number), newShot(second.number), newShot(third.number)] as const;
  const film = { id: assemblerId, type: 'assembler', position: { x: 1600, y: 0 }, fields: { name: 'Film' } };
  unwrap(addNodes(project, [...shots.flatMap(nodesOf), film]));
  unwrap(connect(project, wiresOf(shots, assemblerId)));
  return { shots, assemblerId };
}

function newShot(number: string): LaidShot {
  return { number, imageId: randomUUID(), videoId: randomUUID(), shotId: randomUUID() };
}

function nodesOf(shot: LaidShot, index: number): NewNode[] {
  const story = STORY[index];
  const at = (column: number) => ({ x: column * 400, y: index * 400 });
  return [
    {
      id: shot.imageId,
      type: 'generate.image',
      position: at(0),
      fields: { name: `Still ${shot.number}` },
      texts: { prompt: story?.still ?? '' },
    },
    {
      id: shot.videoId,
      type: 'generate.video',
      position: at(1),
      fields: { name: `Motion ${shot.number}`, seconds: 1 },
      texts: { prompt: story?.motion ?? '' },
    },
    { id: shot.shotId, type: 'shot', position: at(2), fields: { number: shot.number, name: `Shot ${shot.number}` } },
  ];
}

function wiresOf(shots: readonly LaidShot[], assemblerId: string): EdgeRow[] {
  const inShots = shots.flatMap((shot, index) => {
    const before = shots[index - 1];
    return [
      wire(shot.imageId, 'image', shot.videoId, 'image'),
      wire(shot.videoId, 'video', shot.shotId, 'picture'),
      ...(before ? [wire(before.shotId, 'shot', shot.shotId, 'previous')] : []),
    ];
  });
  const last = shots.at(-1);
  return last ? [...inShots, wire(last.shotId, 'shot', assemblerId, 'shots')] : inShots;
}

function wire(source: string, sourceHandle: string, target: string, targetHandle: string): EdgeRow {
  return { id: randomUUID(), source, sourceHandle, target, targetHandle };
}

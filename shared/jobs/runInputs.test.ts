import { expect, test } from 'vitest';
import { resolveGeneration, type RunContext } from '../graph/index.ts';
import { graphOf, TEST_PIPELINES } from '../graph/testing.ts';
import { unwrap } from '../result.ts';
import type { Cut } from '../timeline/index.ts';
import { filmInputs } from './filmInputs.ts';
import { ASK_AFTER_MS, judgeInputs } from './judgeInputs.ts';
import { changedParts, hashInputs, partWords } from './runInputs.ts';
import { takeInputs } from './takeInputs.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Scene {
  readonly fields?: Fields;
  readonly character?: Fields;
  readonly shot?: Fields;
  readonly start?: string;
  readonly film?: { width: number; height: number };
  readonly version?: string;
  readonly wires?: readonly string[];
}

const WIRES = ['ada.character>clip.characters', 'still.image>clip.image', 'clip.video>shot.picture'];

function seen(scene: Scene = {}) {
  const graph = graphOf(
    {
      clip: ['generate.video', { name: 'Clip', prompt: 'Fog rolls in', quality: 'low', seconds: 3, ...scene.fields }],
      still: ['generate.image', { prompt: 'A pier' }],
      ada: ['asset.character', { name: 'Ada', description: 'a keeper, 60', ...scene.character }],
      shot: ['shot', { number: '010', name: 'Pier', ...scene.shot }],
      other: ['shot', { number: '020' }],
    },
    scene.wires ?? WIRES,
  );
  const context: RunContext = {
    activeTake: () => ({ id: 'take', kind: 'image', sha256: scene.start ?? 'a'.repeat(64) }),
    pipelines: TEST_PIPELINES,
    projectQuality: 'standard',
  };
  const request = unwrap(resolveGeneration(graph, 'clip', context));
  const surroundings = { pipelineVersion: scene.version ?? '1', film: scene.film ?? { width: 1280, height: 720 } };
  return hashInputs(takeInputs(graph, request, surroundings));
}

// Intents in documents hold these for ever: a change here makes every intent that is under way ask.
test('golden: the fingerprint of a clip', () => {
  expect(seen()).toMatchInlineSnapshot(`
    {
      "hash": "7ed7a7d2394acff1f107d814813240854e5a5767e90fd998db244adbabffb669",
      "parts": {
        "characters": "3912c5",
        "filmSize": "061416",
        "length": "1121cf",
        "location": "37517e",
        "pipeline": "6af2d7",
        "prompt": "cc59c1",
        "quality": "7f5fe2",
        "slot": "cec50a",
        "startImage": "963685",
        "style": "37517e",
      },
    }
  `);
});

test.each<[string, Scene, readonly string[]]>([
  ['the prompt', { fields: { prompt: 'Rain' } }, ['prompt']],
  ['what a character is like', { character: { description: 'a keeper, 70' } }, ['characters']],
  ['a character that is gone', { wires: WIRES.slice(1) }, ['characters']],
  ['another active Take of the first frame', { start: 'b'.repeat(64) }, ['startImage']],
  ['the quality', { fields: { quality: 'high' } }, ['quality']],
  ['the quality of the project, where the node has none', { fields: { quality: 'project' } }, ['quality']],
  ['the length', { fields: { seconds: 4 } }, ['length']],
  ['a newer pipeline', { version: '2' }, ['pipeline']],
  ['the size of the film', { film: { width: 1920, height: 1080 } }, ['filmSize']],
  ['the shot it feeds', { wires: [...WIRES.slice(0, 2), 'clip.video>other.picture'] }, ['slot']],
])('it changes with %s, and says so', (_what, scene, parts) => {
  expect(changedParts(seen(), seen(scene))).toEqual(parts);
});

test.each<[string, Scene]>([
  ['the name of the node', { fields: { name: 'Other' } }],
  ['the count of the next run', { fields: { count: 4 } }],
  ['the name and number of the shot', { shot: { number: '015', name: 'Quay' } }],
  ['a default that is written out', { fields: { seconds: undefined } }],
  ['white space around the prompt', { fields: { prompt: ' Fog rolls in\n' } }],
])('it does not change with %s', (_what, scene) => {
  expect(seen(scene).hash).toBe(seen().hash);
});

const CUT: Cut = {
  title: 'Film',
  rate: { num: 24, den: 1, isDropFrame: false } as never,
  startTimecodeFrames: 86_400,
  events: [
    {
      id: 'a',
      kind: 'clip',
      clipName: 'Pier',
      mediaSha256: 'a'.repeat(64),
      reel: 'R1',
      sourceInFrames: 0,
      sourceOutFrames: 24,
      recordInFrames: 0,
      recordOutFrames: 24,
      transition: { kind: 'cut' },
    },
  ],
};
const META = { width: 1280, height: 720, rate: '24' } as const;
const film = (change: object = {}, meta: Parameters<typeof filmInputs>[1] = META) =>
  hashInputs(filmInputs({ ...CUT, events: CUT.events.map((event) => ({ ...event, ...change }) as never) }, meta));

test('golden: the fingerprint of a film', () => {
  expect(film()).toMatchInlineSnapshot(`
    {
      "hash": "7d7983254a9b43be0223cd7b14057ce9a294104284e561d3f07e4a2972f84c48",
      "parts": {
        "cut": "9be9c4",
        "filmSize": "061416",
        "frameRate": "75c41c",
        "takes": "d720da",
      },
    }
  `);
});

test('a film changes with its frames and media, not with names', () => {
  expect(changedParts(film(), film({ mediaSha256: 'b'.repeat(64) }))).toEqual(['takes']);
  expect(changedParts(film(), film({ sourceInFrames: 1, sourceOutFrames: 25 }))).toEqual(['cut']);
  expect(changedParts(film(), film({}, { ...META, rate: '25' }))).toEqual(['frameRate']);
  expect(changedParts(film(), film({ clipName: 'Quay', id: 'b', reel: 'R2' }))).toEqual([]);
});

const ASKED = { inputs: seen(), requestedAt: 1000 };
const NOW = seen({ fields: { prompt: 'Rain', quality: 'high' } });

test('asks when they changed while somebody was apart, or long after the press; never for a keystroke in between', () => {
  const ask = { kind: 'ask', changed: ['prompt', 'quality'] };
  expect(judgeInputs({ ...ASKED, isApart: true }, NOW, 1001)).toEqual(ask);
  expect(judgeInputs(ASKED, NOW, 1001 + ASK_AFTER_MS)).toEqual(ask);
  expect(judgeInputs(ASKED, NOW, 1000 + ASK_AFTER_MS)).toEqual({
    kind: 'run',
    notice: 'Changed in the moment it was asked for: prompt, quality. Made with the newest.',
  });
});

test('runs when nothing changed, when nothing is known, and when the run itself will say why it cannot', () => {
  const run = { kind: 'run', notice: '' };
  expect(judgeInputs({ ...ASKED, isApart: true }, seen(), 1e9)).toEqual(run);
  expect(judgeInputs({ requestedAt: 1000, isApart: true }, NOW, 1e9)).toEqual(run);
  expect(judgeInputs({ ...ASKED, isApart: true }, undefined, 1e9)).toEqual(run);
});

test('parts are told in words, those of a later version by their names', () => {
  expect(partWords(['prompt', 'startImage', 'depthMap', 'toString'])).toBe('prompt, first frame, depthMap, toString');
});

import { expect, test } from 'vitest';
import { unwrap } from '../result.ts';
import {
  checkConnection,
  executionOrder,
  fittingInputs,
  nextShotNumber,
  NODE_TYPES,
  resolveGeneration,
  shotsInOrder,
  type RunContext,
} from './index.ts';
import { graphOf, TEST_PIPELINES } from './testing.ts';

const film = graphOf(
  {
    mara: ['asset.character', { name: 'Mara', description: 'keeper in a grey coat' }],
    noir: ['asset.style', { name: 'Noir', description: 'high contrast film' }],
    still: ['generate.image', { prompt: 'A lighthouse at dusk' }],
    move: ['generate.video', { prompt: 'The lamp turns', seconds: 2, quality: 'high' }],
    one: ['shot', { number: '010', name: 'The lamp' }],
    two: ['shot', { number: '020', name: 'The sea' }],
    three: ['shot', { number: '005' }],
    film: ['assembler'],
  },
  [
    'mara.character>still.characters',
    'noir.style>still.style',
    'still.image>move.image',
    'move.video>one.picture',
    'one.shot>two.previous',
    'two.shot>film.shots',
  ],
);
const image = { id: 't1', kind: 'image', sha256: 'a'.repeat(64) };
const context = (active?: typeof image): RunContext => ({
  activeTake: (slot) => (slot === 'still' ? active : undefined),
  pipelines: TEST_PIPELINES,
  projectQuality: 'standard',
});

test('running a shot runs what makes its picture, into the shot, starting from the active still', () => {
  expect(unwrap(resolveGeneration(film, 'one', context(image)))).toMatchObject({
    nodeId: 'move',
    slotId: 'one',
    shotId: 'one',
    kind: 'video',
    quality: 'high',
    seconds: 2,
    pipelineId: 'wan-image-to-video',
    startImage: { takeId: 't1' },
  });
});

test('a still that feeds a video keeps its own Takes but is named for the shot; its prompt names its assets', () => {
  expect(unwrap(resolveGeneration(film, 'still', context()))).toMatchObject({
    slotId: 'still',
    shotId: 'one',
    quality: 'standard',
    prompt: 'A lighthouse at dusk. Mara: keeper in a grey coat. high contrast film',
  });
});

test('every obstacle is told, each with the node that puts it right', () => {
  expect(resolveGeneration(film, 'one', context()).obstacles).toEqual([
    { nodeId: 'still', message: 'Image has no active Take to start from. Run it first.' },
  ]);
  const bare = graphOf(
    { s: ['shot', { number: '010' }], v: ['generate.video'], p: ['pipeline', { pipelineId: 'gone' }] },
    ['p.pipeline>v.pipeline'],
  );
  expect(resolveGeneration(bare, 's', context()).obstacles).toMatchObject([{ nodeId: 's' }]);
  expect(resolveGeneration(bare, 'v', context()).obstacles.map((obstacle) => obstacle.nodeId)).toEqual(['v', 'p']);
  expect(resolveGeneration(bare, 'absent', context()).ok).toBe(false);
});

test.each([
  ['mara', 'character', 'move', 'image', 'kind', 'First frame takes an image, not a character.'],
  ['move', 'video', 'move', 'image', 'itself', 'A node cannot feed itself.'],
  ['one', 'shot', 'one', 'previous', 'itself', 'A node cannot feed itself.'],
  ['still', 'image', 'move', 'image', 'exists', 'These two are wired already.'],
  ['two', 'shot', 'one', 'previous', 'cycle', 'This would make a circle: it already feeds that node.'],
  ['mara', 'nothing', 'still', 'characters', 'unknown-handle', 'This version does not know one end of this wire.'],
])('%s.%s into %s.%s is refused: %s', (source, sourceHandle, target, targetHandle, reason, message) => {
  expect(checkConnection(film, { source, sourceHandle, target, targetHandle })).toMatchObject({
    ok: false,
    failure: { reason, message },
  });
});

test('an input for one wire takes the newest and says which it replaces', () => {
  const graph = graphOf({ a: ['generate.image'], b: ['generate.video'], s: ['shot'] }, ['a.image>s.picture']);
  expect(
    unwrap(checkConnection(graph, { source: 'b', sourceHandle: 'video', target: 's', targetHandle: 'picture' })),
  ).toEqual(['e0']);
});

test('what feeds a node comes before it', () => {
  const order = executionOrder(film, 'one');
  expect(order.at(-1)).toBe('one');
  expect(order.indexOf('still')).toBeLessThan(order.indexOf('move'));
  expect(order.indexOf('mara')).toBeLessThan(order.indexOf('still'));
});

test('the film has the chained shots first, in chain order, and loses none', () => {
  expect(shotsInOrder(film, 'film').map((shot) => shot.id)).toEqual(['one', 'two', 'three']);
  expect(shotsInOrder(film).map((shot) => shot.id)).toEqual(['three', 'one', 'two']);
  expect(nextShotNumber(film)).toBe('030');
});

test('every output of the catalogue fits some input, and no two handles or fields of a type share a name', () => {
  for (const type of NODE_TYPES) {
    for (const output of type.outputs) {
      expect(
        NODE_TYPES.some((target) => fittingInputs(target.type, output.kind).length > 0),
        `${type.type}.${output.id}`,
      ).toBe(true);
    }
    for (const names of [type.inputs, type.outputs].map((handles) => handles.map((handle) => handle.id))) {
      expect(new Set(names).size).toBe(names.length);
    }
    expect(new Set(type.fields.map((field) => field.name)).size).toBe(type.fields.length);
  }
});

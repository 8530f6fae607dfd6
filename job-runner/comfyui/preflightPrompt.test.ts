import { loadNodeDefinitions, offerFiles } from '@studio/workflows';
import { expect, test } from 'vitest';
import { preflightPrompt } from './preflightPrompt.ts';
import { readObjectInfo } from './readObjectInfo.ts';
import { objectInfo } from './simulated/objectInfo.ts';
import { picturePrompt } from './testing/testWorker.ts';

const files = { checkpoints: ['flux1-schnell-fp8.safetensors'] };
const body = objectInfo(offerFiles(loadNodeDefinitions(), files), []) as Record<
  string,
  { input: { required: Record<string, unknown> } }
>;

test('both shapes of choices are read', () => {
  const read = readObjectInfo({
    Old: { input: { required: { a: [['x', 'y'], {}] } }, output: ['IMAGE'], output_name: ['IMAGE'], output_node: true },
    New: { input: { optional: { a: ['COMBO', { options: ['x'], default: 'x' }] } }, output: [] },
    Union: {
      input: { required: { a: ['INT,FLOAT', {}], b: ['COMFY_DYNAMICCOMBO_V3', { options: [{ key: 'mp4' }] }] } },
    },
    Broken: 'text',
  });
  expect(read['Old']).toMatchObject({ isOutput: true, required: { a: { type: 'COMBO', options: ['x', 'y'] } } });
  expect(read['New']).toMatchObject({ optional: { a: { type: 'COMBO', options: ['x'], default: 'x' } } });
  expect(read['Union']?.required).toEqual({ a: { type: '*' }, b: { type: '*' } });
  expect(read['Broken']).toBeUndefined();
});

test('a prompt that fits goes through unchanged', () => {
  const prompt = picturePrompt();
  expect(preflightPrompt(prompt, readObjectInfo(body))).toEqual({ ok: true, value: prompt });
});

test('an input that a newer worker requires is filled from its default', () => {
  const newer = structuredClone(body);
  const decode = newer['VAEDecode'];
  if (decode) decode.input.required['tile'] = ['INT', { default: 64, min: 1 }];
  const ready = preflightPrompt(picturePrompt(), readObjectInfo(newer));
  expect(ready).toMatchObject({ ok: true, value: { 8: { inputs: { tile: 64 } } } });
});

test('what cannot be filled is refused with node and input', () => {
  const newer = structuredClone(body);
  const decode = newer['VAEDecode'];
  if (decode) decode.input.required['mask'] = ['MASK', {}];
  const ready = preflightPrompt(picturePrompt(), readObjectInfo(newer));
  expect(ready).toMatchObject({
    failure: {
      reason: 'validation',
      nodeId: '8',
      message: 'The prompt does not fit the worker: node 8 (VAEDecode) input "mask" is missing.',
    },
  });
});

test('a model that the worker lacks is named', () => {
  const ready = preflightPrompt(picturePrompt({}, 'standard'), readObjectInfo(body));
  expect(ready).toMatchObject({
    failure: {
      reason: 'missing-model',
      message:
        'The worker has no model "flux1-dev-fp8.safetensors" for CheckpointLoaderSimple. Install the file, or use another worker.',
    },
  });
});

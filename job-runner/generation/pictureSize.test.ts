import { loadPipelines, type Tier } from '@studio/workflows';
import { expect, test } from 'vitest';
import { clipLength } from './clipLength.ts';
import { pictureSize } from './pictureSize.ts';

function tierOf(id: string, tier: Tier) {
  const pipeline = loadPipelines().pipelines.find((candidate) => candidate.id === id);
  const workflow = pipeline?.tiers[tier];
  if (!pipeline || !workflow) throw new Error(`${id} has no ${tier}.`);
  return [pipeline, workflow] as const;
}

test.each([
  ['flux-text-to-image', 'low', { width: 1920, height: 1080 }, { width: 768, height: 432 }],
  ['flux-text-to-image', 'standard', { width: 1280, height: 720 }, { width: 1024, height: 576 }],
  ['flux-text-to-image', 'high', { width: 3840, height: 2160 }, { width: 2048, height: 1152 }],
  ['flux-text-to-image', 'low', { width: 1080, height: 1920 }, { width: 432, height: 768 }],
  ['flux-text-to-image', 'standard', { width: 1000, height: 1000 }, { width: 1024, height: 1024 }],
  ['wan-image-to-video', 'high', { width: 1280, height: 720 }, { width: 1280, height: 720 }],
] as const)('%s at %s makes a film of %o in %o', (id, tier, film, size) => {
  expect(pictureSize(...tierOf(id, tier), film)).toEqual(size);
});

test('a very wide film stays within the limits of the pipeline', () => {
  const size = pictureSize(...tierOf('flux-text-to-image', 'low'), { width: 8000, height: 400 });
  expect(size).toEqual({ width: 768, height: 256 });
});

test('seconds become frames at the rate of the workflow, on its step', () => {
  const wan = tierOf('wan-image-to-video', 'standard');
  expect([1, 2, 3, 5].map((seconds) => clipLength(...wan, seconds))).toEqual([17, 33, 49, 81]);
  expect(clipLength(...tierOf('flux-text-to-image', 'low'), 3)).toBeUndefined();
});

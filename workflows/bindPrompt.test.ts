import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bindPrompt, nameUpload } from './bindPrompt.ts';
import { loadPipelines } from './loadPipelines.ts';
import { TIERS } from './manifest.ts';
import type { Pipeline } from './pipeline.ts';

const ATTEMPT = '0a6d2f1e-7b7a-4c55-9b61-1c2b3d4e5f60';
const IMAGE = { sha256: 'ab'.repeat(32), mime: 'image/png' };

function pipelineNamed(id: string): Pipeline {
  const pipeline = loadPipelines().pipelines.find((candidate) => candidate.id === id);
  if (!pipeline) throw new Error(`no pipeline ${id}`);
  return pipeline;
}

function goldenPrompt(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'golden', `${name}.json`), 'utf8'));
}

const flux = pipelineNamed('flux-text-to-image');
const wan = pipelineNamed('wan-image-to-video');

test.each(TIERS)('a still at %s quality becomes the prompt on file', (tier) => {
  const values = { prompt: 'a lighthouse in a storm, film still', seed: 42 };
  const bound = bindPrompt(flux, tier, values, { attemptId: ATTEMPT });
  expect(bound.ok ? bound.value.prompt : bound.failure).toEqual(goldenPrompt(`flux-text-to-image.${tier}`));
});

test.each(TIERS)('a clip at %s quality becomes the prompt on file', (tier) => {
  const values = { prompt: 'the camera pushes in', startImage: IMAGE, seed: 7, length: 33, steps: 12 };
  const bound = bindPrompt(wan, tier, values, { attemptId: ATTEMPT });
  expect(bound.ok ? bound.value.prompt : bound.failure).toEqual(goldenPrompt(`wan-image-to-video.${tier}`));
});

test('outputs go to the attempt’s own folder, and the start picture is to be uploaded there', () => {
  const bound = bindPrompt(wan, 'standard', { prompt: 'x', startImage: IMAGE }, { attemptId: ATTEMPT });
  if (!bound.ok) throw new Error(bound.failure.message);
  const { prompt, outputNodeIds, uploads } = bound.value;
  expect(outputNodeIds).toEqual(['91']);
  expect(prompt['91']?.inputs['filename_prefix']).toBe(`studio/${ATTEMPT}/clip`);
  const [upload] = uploads;
  expect(upload).toMatchObject({ ...IMAGE, subfolder: ATTEMPT, fileName: `${IMAGE.sha256}.png` });
  if (!upload) throw new Error('no upload');
  const named = nameUpload(prompt, upload, 'elsewhere/a (1).png');
  expect(named['20']?.inputs['image']).toBe('elsewhere/a (1).png');
  expect(prompt['20']?.inputs['image']).toBe(`${ATTEMPT}/${IMAGE.sha256}.png`);
});

test('the two experts of the large model split the steps between them', () => {
  const bound = bindPrompt(wan, 'high', { prompt: 'x', startImage: IMAGE, steps: 12 }, { attemptId: ATTEMPT });
  const prompt = bound.ok ? bound.value.prompt : {};
  expect(prompt['7']?.inputs).toMatchObject({ steps: 12, end_at_step: 6 });
  expect(prompt['16']?.inputs).toMatchObject({ steps: 12, start_at_step: 6 });
});

test.each([
  [{ width: 1040 }, 'too-large', 'width', 'Width is 1040 px; the largest at standard quality is 1024 px.'],
  [{ steps: 0 }, 'too-small', 'steps', 'Steps is 0; the smallest at standard quality is 1.'],
  [{ height: 300 }, 'off-step', 'height', 'Height is 300 px; it goes in steps of 16: use 288 px or 304 px.'],
  [{ seed: 2 ** 60 }, 'wrong-type', 'seed', 'Seed takes a whole number.'],
  [{ seed: 1.5 }, 'wrong-type', 'seed', 'Seed takes a whole number.'],
  [{ guidance: Number.NaN }, 'wrong-type', 'guidance', 'Guidance takes a number.'],
  [{ prompt: 'x'.repeat(8001) }, 'too-long', 'prompt', 'Prompt has 8001 characters; at most 8000 are allowed.'],
  [{ prompt: '' }, 'missing-value', 'prompt', 'Prompt has no value; set it.'],
])('%j is refused by name', (values, reason, field, message) => {
  const bound = bindPrompt(flux, 'standard', { prompt: 'x', ...values }, { attemptId: ATTEMPT });
  expect(bound).toMatchObject({ ok: false, failure: { reason, field, message } });
});

test('all problems are told at once, and names that the pipeline does not know', () => {
  const bound = bindPrompt(wan, 'low', { prompt: 'x', length: 50, speed: 2 }, { attemptId: ATTEMPT });
  const problems = bound.ok ? [] : bound.failure.problems.map(({ reason, field }) => [reason, field]);
  expect(problems).toEqual([
    ['unknown-input', 'speed'],
    ['missing-value', 'startImage'],
    ['off-step', 'length'],
  ]);
});

test('a picture must be a picture', () => {
  const bind = (startImage: string | { sha256: string; mime: string }): string | undefined => {
    const bound = bindPrompt(wan, 'low', { prompt: 'x', startImage }, { attemptId: ATTEMPT });
    return bound.ok ? undefined : bound.failure.reason;
  };
  expect(bind('a.png')).toBe('wrong-type');
  expect(bind({ sha256: '../../etc', mime: 'image/png' })).toBe('wrong-type');
  expect(bind({ ...IMAGE, mime: 'image/svg+xml' })).toBe('not-offered');
  expect(bind({ ...IMAGE, mime: 'image/jpeg' })).toBeUndefined();
});

test('a tier that a pipeline does not offer is refused with those it does', () => {
  const { low, ...tiers } = flux.tiers;
  expect(low).toBeDefined();
  const bound = bindPrompt({ ...flux, tiers }, 'low', { prompt: 'x' }, { attemptId: ATTEMPT });
  expect(bound).toMatchObject({
    failure: {
      reason: 'tier-not-offered',
      message: 'FLUX text to image does not run at low quality; choose standard, high.',
    },
  });
});

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { loadPipelines, PIPELINES_FOLDER } from './loadPipelines.ts';
import { summarise } from './summarise.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

type Json = Record<string, unknown>;

/** The problems of the picture pipeline after a change to one of its files. */
function problemsAfter(file: string, change: (content: Json) => unknown): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'pipelines-'));
  folders.push(folder);
  const name = 'flux-text-to-image';
  cpSync(join(PIPELINES_FOLDER, name), join(folder, name), { recursive: true });
  const path = join(folder, name, file);
  const content = JSON.parse(readFileSync(path, 'utf8')) as Json;
  const replaced = change(content);
  writeFileSync(path, typeof replaced === 'string' ? replaced : JSON.stringify(content));
  const { pipelines, problems } = loadPipelines(folder);
  expect(pipelines).toEqual([]);
  return problems;
}

test('the shipped pipelines load, and every graph fits the node definitions', () => {
  const { pipelines, problems } = loadPipelines();
  expect(problems).toEqual([]);
  expect(pipelines.map((pipeline) => [pipeline.id, Object.keys(pipeline.tiers)])).toEqual([
    ['flux-text-to-image', ['low', 'standard', 'high']],
    ['wan-image-to-video', ['low', 'standard', 'high']],
  ]);
});

test('the tiers are those of the product: model, longest side, steps, memory', () => {
  const flux = loadPipelines().pipelines[0];
  const rows = Object.entries(flux?.tiers ?? {}).map(([tier, workflow]) => [
    tier,
    workflow?.minVramGb,
    workflow?.models[0]?.name,
    workflow?.defaults['width'],
    workflow?.defaults['steps'],
  ]);
  expect(rows).toEqual([
    ['low', 12, 'flux1-schnell-fp8.safetensors', 768, 4],
    ['standard', 16, 'flux1-dev-fp8.safetensors', 1024, 20],
    ['high', 24, 'flux1-dev.safetensors', 2048, 20],
  ]);
});

test('a summary holds neither graph nor bindings', () => {
  const wan = loadPipelines().pipelines[1];
  const summary = wan && summarise(wan);
  expect(summary?.inputs[0]).toEqual({ name: 'startImage', kind: 'image', label: 'Start picture', isRequired: true });
  expect(summary?.tiers).toEqual([
    { quality: 'low', minVramGb: 12 },
    { quality: 'standard', minVramGb: 16 },
    { quality: 'high', minVramGb: 24 },
  ]);
  expect(JSON.stringify(summary)).not.toMatch(/class_type|nodeId|safetensors/);
});

test.each<[string, string, (content: Json) => unknown, RegExp]>([
  ['broken JSON', 'low.json', () => '{', /flux-text-to-image\/low\.json: .*JSON/],
  [
    'another id',
    'manifest.json',
    (m) => Object.assign(m, { id: 'other' }),
    /id is "other"; it must equal the folder's name/,
  ],
  ['an unknown field', 'manifest.json', (m) => Object.assign(m, { colour: 1 }), /manifest\.json: file: .*colour/],
  ['no tier', 'manifest.json', (m) => Object.assign(m, { tiers: {} }), /names at least one quality/],
  [
    'an unknown class',
    'low.json',
    (g) => Object.assign(g['7'] as Json, { class_type: 'Nope' }),
    /low: node 7 has the unknown class Nope/,
  ],
  [
    'a missing input',
    'low.json',
    (g) => delete (g['8'] as { inputs: Json }).inputs['vae'],
    /node 8 \(VAEDecode\) input "vae" is missing/,
  ],
  [
    'a wrong slot',
    'low.json',
    (g) => Object.assign((g['8'] as { inputs: Json }).inputs, { vae: ['1', 0] }),
    /takes VAE but node 1 gives MODEL/,
  ],
  [
    'a wrong choice',
    'low.json',
    (g) => Object.assign((g['7'] as { inputs: Json }).inputs, { scheduler: 'x' }),
    /"scheduler" is "x", which is not offered \(simple/,
  ],
  [
    'a model not listed',
    'low.json',
    (g) => Object.assign((g['1'] as { inputs: Json }).inputs, { ckpt_name: 'x' }),
    /"ckpt_name" is "x"/,
  ],
  [
    'a cycle',
    'low.json',
    (g) => Object.assign((g['6'] as { inputs: Json }).inputs, { width: ['8', 0] }),
    /feed each other/,
  ],
])('%s is said with the place', (_name, file, change, expected) => {
  expect(problemsAfter(file, change).join('\n')).toMatch(expected);
});

test('bindings, defaults and outputs that point nowhere are said', () => {
  const problems = problemsAfter('manifest.json', (manifest) => {
    const { low } = manifest['tiers'] as { low: Json };
    Object.assign(low, { outputs: [{ nodeId: '7', media: 'image' }], defaults: { steps: 99, speed: 1 } });
    Object.assign(low['bindings'] as Json, {
      seed: [{ nodeId: '70', input: 'seed' }],
      prompt: [{ nodeId: '4', input: 'clip' }],
    });
  }).join('\n');
  expect(problems).toMatch(/output node 7 \(KSampler\) makes no file/);
  expect(problems).toMatch(/default steps 99 is over 12 at low/);
  expect(problems).toMatch(/"speed" is not an input/);
  expect(problems).toMatch(/binding "seed" -> 70\.seed: node 70 is not in low\.json/);
  expect(problems).toMatch(/binding "prompt" -> 4\.clip: that input is a link/);
});

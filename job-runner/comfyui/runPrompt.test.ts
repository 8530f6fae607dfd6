import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PreviewFrame } from './readBinaryEvent.ts';
import { attachPrompt, type RunOptions, runPrompt } from './runPrompt.ts';
import { picturePrompt, TEST_LIMITS, startTestWorker, type TestWorker, until } from './testing/testWorker.ts';
import type { PromptProgress } from './trackProgress.ts';

type Overrides = Partial<RunOptions>;

function optionsFor(tested: TestWorker, overrides: Overrides = {}): RunOptions {
  return {
    client: tested.client,
    prompt: picturePrompt(),
    promptId: randomUUID(),
    outputNodeIds: ['9'],
    signal: new AbortController().signal,
    limits: TEST_LIMITS,
    clock: Date.now,
    onProgress: () => undefined,
    onPreview: () => undefined,
    ...overrides,
  };
}

test('a prompt gives its checked files, with progress and previews on the way', async () => {
  await using tested = await startTestWorker({ speed: 20 });
  const progress: PromptProgress[] = [];
  const previews: PreviewFrame[] = [];
  const onProgress = (at: PromptProgress): void => void progress.push(at);
  const onPreview = (frame: PreviewFrame): void => void previews.push(frame);
  const prompt = picturePrompt({ width: 512, height: 512 });
  const end = await runPrompt(optionsFor(tested, { prompt, onProgress, onPreview }));
  expect(end).toMatchObject({ ok: true, value: [{ nodeId: '9', mime: 'image/png' }] });
  expect(progress.map((at) => at.step)).toContain('Sample');
  const parts = progress.map((at) => at.progress);
  expect(parts).toEqual([...parts].sort((a, b) => a - b));
  expect(parts.at(-1)).toBeCloseTo(1, 1);
  expect(previews[0]?.mime).toBe('image/jpeg');
});

test('previews come at most four times a second', async () => {
  await using tested = await startTestWorker({ speed: 20 });
  const previews: PreviewFrame[] = [];
  let now = 0;
  await runPrompt(optionsFor(tested, { clock: () => (now += 1), onPreview: (frame) => void previews.push(frame) }));
  expect(previews.length).toBeLessThanOrEqual(1);
});

test('a graph whose model does not fit is out of memory, and the worker lives on', async () => {
  await using tested = await startTestWorker({ vramGb: 12 });
  const prompt = picturePrompt({}, 'high');
  const end = await runPrompt(optionsFor(tested, { prompt }));
  expect(end).toMatchObject({ ok: false, failure: { reason: 'out-of-memory', nodeId: '7', nodeType: 'KSampler' } });
  expect(await runPrompt(optionsFor(tested))).toMatchObject({ ok: true });
});

test('cancelling stops the run on the worker', async () => {
  await using tested = await startTestWorker({ speed: 2 });
  const cancel = new AbortController();
  const promptId = randomUUID();
  const onProgress = (at: PromptProgress): void => {
    if (at.step === 'Sample') cancel.abort();
  };
  const end = await runPrompt(optionsFor(tested, { promptId, signal: cancel.signal, onProgress }));
  expect(end).toMatchObject({ ok: false, failure: { reason: 'cancelled' } });
  expect(await tested.client.jobState(promptId)).toEqual({ kind: 'cancelled' });
});

test('a prompt cancelled while it waits leaves the running one alone', async () => {
  await using tested = await startTestWorker({ speed: 4 });
  const first = runPrompt(optionsFor(tested));
  await until(async () => ((await tested.client.queueLoad())?.running === 1 ? true : undefined));
  const cancel = new AbortController();
  const second = runPrompt(optionsFor(tested, { signal: cancel.signal, prompt: picturePrompt({ seed: 2 }) }));
  await until(async () => ((await tested.client.queueLoad())?.pending === 1 ? true : undefined));
  cancel.abort();
  expect(await second).toMatchObject({ ok: false, failure: { reason: 'cancelled' } });
  expect(await first).toMatchObject({ ok: true });
});

test('an interrupt by somebody else is told apart from our own cancel', async () => {
  await using tested = await startTestWorker({ speed: 2 });
  const run = runPrompt(optionsFor(tested));
  await until(async () => ((await tested.client.queueLoad())?.running === 1 ? true : undefined));
  await fetch(`${tested.worker.url}/api/interrupt`, { method: 'POST' });
  expect(await run).toMatchObject({ ok: false, failure: { reason: 'interrupted' } });
});

test('a worker that dies is lost, and one that came back no longer knows the run', async () => {
  await using tested = await startTestWorker({ speed: 1 });
  const limits = { ...TEST_LIMITS, lostMs: 400, absentMs: 300 };
  const dying = runPrompt(optionsFor(tested, { limits }));
  await until(async () => ((await tested.client.queueLoad())?.running === 1 ? true : undefined));
  await tested.worker.dieNow();
  expect(await dying).toMatchObject({ ok: false, failure: { reason: 'worker-lost' } });
  await tested.restart();
  const attached = await attachPrompt(optionsFor(tested, { limits }));
  expect(attached).toMatchObject({ ok: false, failure: { reason: 'worker-lost' } });
});

test('events are only hints: a deaf socket changes nothing', async () => {
  await using tested = await startTestWorker();
  tested.worker.faults.deafSockets = true;
  expect(await runPrompt(optionsFor(tested))).toMatchObject({ ok: true });
});

test('a POST whose answer is lost is found by its id, and runs once', async () => {
  await using tested = await startTestWorker();
  tested.worker.faults.loseNextAnswer = true;
  expect(await runPrompt(optionsFor(tested))).toMatchObject({ ok: true });
  const jobs = await (await fetch(`${tested.worker.url}/api/jobs`)).json();
  expect(jobs).toMatchObject({ pagination: { total: 1 } });
});

test('a dead execution thread is silent, not a long wait', async () => {
  await using tested = await startTestWorker();
  tested.worker.faults.deadThread = true;
  const limits = { ...TEST_LIMITS, idleMs: 300 };
  expect(await runPrompt(optionsFor(tested, { limits }))).toMatchObject({ ok: false, failure: { reason: 'silent' } });
});

test('a sampler that hangs is cancelled, then given up', async () => {
  await using tested = await startTestWorker();
  tested.worker.faults.stuckSampler = true;
  const limits = { ...TEST_LIMITS, silentMs: 500, cancelMs: 500 };
  const end = await runPrompt(optionsFor(tested, { limits }));
  expect(end).toMatchObject({ ok: false, failure: { reason: 'silent' } });
  tested.worker.faults.stuckSampler = false;
});

test('a worker that takes requests and never answers is lost', async () => {
  await using tested = await startTestWorker({ speed: 1, requestTimeoutMs: 1_000 });
  const run = runPrompt(optionsFor(tested, { limits: { ...TEST_LIMITS, lostMs: 400 } }));
  await until(async () => ((await tested.client.queueLoad())?.running === 1 ? true : undefined));
  tested.worker.faults.hangHttp = true;
  expect(await run).toMatchObject({ ok: false, failure: { reason: 'worker-lost' } });
});

test('a damaged model file quarantines, whatever the graph', async () => {
  await using tested = await startTestWorker();
  tested.worker.faults.badModelNext = true;
  expect(await runPrompt(optionsFor(tested))).toMatchObject({ ok: false, failure: { reason: 'bad-model' } });
});

test('success without a file is no success', async () => {
  await using tested = await startTestWorker();
  tested.worker.faults.dropOutputsNext = true;
  const end = await runPrompt(optionsFor(tested));
  expect(end).toMatchObject({ ok: false, failure: { reason: 'missing-output', nodeId: '9' } });
});

test.each(['empty', 'wrong-type'] as const)('a file that is %s is refused', async (corruptOutput) => {
  await using tested = await startTestWorker();
  tested.worker.faults.corruptOutput = corruptOutput;
  expect(await runPrompt(optionsFor(tested))).toMatchObject({ ok: false, failure: { reason: 'bad-output' } });
});

test('a prompt can be taken up again by its id after its runner died', async () => {
  await using tested = await startTestWorker({ speed: 10 });
  const options = optionsFor(tested);
  const posted = await tested.client.postPrompt({ ...options, wantsPreviews: false });
  expect(posted).toEqual({ kind: 'queued' });
  expect(await attachPrompt(options)).toMatchObject({ ok: true, value: [{ mime: 'image/png' }] });
});

test('what the worker refuses is permanent and carries its errors by node', async () => {
  await using tested = await startTestWorker();
  const prompt = picturePrompt();
  const sampler = prompt['7'];
  if (sampler) sampler.inputs['latent_image'] = ['4', 0];
  const posted = await tested.client.postPrompt({ prompt, promptId: randomUUID(), wantsPreviews: false });
  expect(posted).toMatchObject({ kind: 'refused', nodeErrors: { 7: { class_type: 'KSampler' } } });
  expect(await runPrompt(optionsFor(tested, { prompt }))).toMatchObject({
    ok: false,
    failure: { reason: 'validation', nodeId: '7' },
  });
});

test('a missing model or node is found before anything is posted', async () => {
  await using tested = await startTestWorker();
  const prompt = picturePrompt();
  const loader = prompt['1'];
  if (loader) loader.inputs['ckpt_name'] = 'other.safetensors';
  expect(await runPrompt(optionsFor(tested, { prompt }))).toMatchObject({
    ok: false,
    failure: { reason: 'missing-model' },
  });
  const strange = { ...picturePrompt(), 99: { class_type: 'NobodyKnowsThis', inputs: {} } };
  expect(await runPrompt(optionsFor(tested, { prompt: strange }))).toMatchObject({
    ok: false,
    failure: { reason: 'missing-node' },
  });
  expect(await tested.client.queueLoad()).toEqual({ running: 0, pending: 0 });
});

import { randomUUID } from 'node:crypto';
import type { Graph } from '@studio/workflows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { picturePrompt, startTestWorker, type TestWorker } from '../testing/testWorker.ts';

let tested: TestWorker;
beforeAll(async () => {
  tested = await startTestWorker();
});
afterAll(() => tested[Symbol.asyncDispose]());

async function post(body: unknown): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await fetch(`${tested.worker.url}/api/prompt`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

function changed(nodeId: string, inputs: Record<string, unknown>): Graph {
  const prompt = picturePrompt();
  const node = prompt[nodeId];
  if (!node) throw new Error(`no node ${nodeId}`);
  Object.assign(node.inputs, inputs);
  return prompt;
}

function without(nodeId: string, input: string): Graph {
  const prompt = picturePrompt();
  delete prompt[nodeId]?.inputs[input];
  return prompt;
}

test.each([
  ['no prompt', {}, 'no_prompt'],
  ['an id in capitals', { prompt: picturePrompt(), prompt_id: randomUUID().toUpperCase() }, 'invalid_prompt_id'],
  ['an id that is no UUID', { prompt: picturePrompt(), prompt_id: 'job-1' }, 'invalid_prompt_id'],
  ['an empty graph', { prompt: {} }, 'prompt_no_outputs'],
  ['no wanted output', { prompt: picturePrompt(), partial_execution_targets: [] }, 'prompt_no_outputs'],
])('%s is refused as a whole', async (_name, body, type) => {
  expect(await post(body)).toMatchObject({ status: 400, json: { error: { type }, node_errors: {} } });
});

test('an unknown class names its node', async () => {
  const prompt = { ...picturePrompt(), 20: { class_type: 'Nobody', inputs: {}, _meta: { title: 'Mine' } } };
  expect(await post({ prompt })).toMatchObject({
    status: 400,
    json: {
      error: { type: 'missing_node_type', extra_info: { node_id: '20', class_type: 'Nobody', node_title: 'Mine' } },
      node_errors: {},
    },
  });
});

test('a choice that is not offered has the body of the real server', async () => {
  expect(await post({ prompt: changed('7', { sampler_name: 'eulerr' }) })).toEqual({
    status: 400,
    json: {
      error: {
        type: 'prompt_outputs_failed_validation',
        message: 'Prompt outputs failed validation',
        details: '',
        extra_info: {},
      },
      node_errors: {
        7: {
          errors: [
            {
              type: 'value_not_in_list',
              message: 'Value not in list',
              details: "sampler_name: 'eulerr' not in (list of length 44)",
              extra_info: { input_name: 'sampler_name', input_config: null, received_value: 'eulerr' },
            },
          ],
          dependent_outputs: ['9'],
          class_type: 'KSampler',
        },
      },
    },
  });
});

test.each([
  ['required_input_missing', '7', without('7', 'seed')],
  ['invalid_input_type', '7', changed('7', { steps: 'many' })],
  ['value_smaller_than_min', '7', changed('7', { steps: 0 })],
  ['value_bigger_than_max', '7', changed('7', { cfg: 101 })],
  ['bad_linked_input', '7', changed('7', { model: ['1'] })],
  ['return_type_mismatch', '7', changed('7', { model: ['1', 1] })],
  ['exception_during_validation', '7', changed('7', { model: ['77', 0] })],
  ['exception_during_validation', '7', changed('7', { model: ['1', 9] })],
  ['dependency_cycle', '8', changed('6', { width: ['8', 0] })],
])('%s is told for node %s', async (type, nodeId, prompt) => {
  const { status, json } = await post({ prompt });
  expect(status).toBe(400);
  expect(json).toMatchObject({ error: { type: 'prompt_outputs_failed_validation' } });
  const errors = (json['node_errors'] as Record<string, { errors: { type: string }[] }>)[nodeId]?.errors;
  expect(errors?.map((error) => error.type)).toContain(type);
});

test('numbers in text are taken, as the real server converts them', async () => {
  expect(await post({ prompt: changed('7', { steps: '1' }), client_id: 'a' })).toMatchObject({ status: 200 });
});

test('an error of the output node itself is told at the top too', async () => {
  const { json } = await post({ prompt: without('9', 'filename_prefix') });
  expect(json).toMatchObject({ error: { details: 'Required input is missing: filename_prefix' } });
});

test('a good output runs although another is bad, and the bad one is told', async () => {
  const prompt = { ...picturePrompt(), 10: { class_type: 'SaveImage', inputs: { images: ['8', 0] } } };
  const { status, json } = await post({ prompt, client_id: 'a' });
  expect(status).toBe(200);
  expect(json).toMatchObject({ node_errors: { 10: { dependent_outputs: ['10'], class_type: 'SaveImage' } } });
});

test('a picture that was not uploaded is refused in LoadImage’s words', async () => {
  const prompt = {
    1: { class_type: 'LoadImage', inputs: { image: 'absent.png' } },
    2: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'x' } },
  };
  expect(await post({ prompt })).toMatchObject({
    status: 400,
    json: {
      node_errors: {
        1: { errors: [{ type: 'custom_validation_failed', details: 'image - Invalid image file: absent.png' }] },
      },
    },
  });
});

test('malformed JSON is a bare 500', async () => {
  const response = await fetch(`${tested.worker.url}/prompt`, { method: 'POST', body: '{' });
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('500 Internal Server Error\n\nServer got itself in trouble');
});

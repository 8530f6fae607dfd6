import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { picturePrompt, startTestWorker, type TestWorker, until } from '../testing/testWorker.ts';

type Heard = { type: string; data: Record<string, unknown> };

async function listen(
  tested: TestWorker,
  clientId: string,
): Promise<{ heard: Heard[]; kinds: number[]; socket: WebSocket }> {
  const socket = new WebSocket(`${tested.worker.url.replace('http', 'ws')}/ws?clientId=${clientId}`);
  const heard: Heard[] = [];
  const kinds: number[] = [];
  socket.on('message', (raw: Buffer, isBinary) => {
    if (isBinary) kinds.push(raw.readUInt32BE(0));
    else heard.push(JSON.parse(raw.toString()) as Heard);
  });
  await once(socket, 'open');
  return { heard, kinds, socket };
}

async function get(tested: TestWorker, path: string): Promise<unknown> {
  return (await fetch(`${tested.worker.url}${path}`)).json();
}

async function post(tested: TestWorker, path: string, body: unknown): Promise<Response> {
  return fetch(`${tested.worker.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
}

async function run(tested: TestWorker, body: Record<string, unknown>): Promise<string> {
  const promptId = randomUUID();
  const answer = await post(tested, '/api/prompt', { prompt_id: promptId, client_id: 'me', ...body });
  if (answer.status !== 200) throw new Error(await answer.text());
  await until(async () =>
    Object.keys((await get(tested, `/api/history/${promptId}`)) as object).length > 0 ? true : undefined,
  );
  return promptId;
}

test('events come in the order of the real server, and the null marker after the history entry', async () => {
  await using tested = await startTestWorker();
  const { heard } = await listen(tested, 'me');
  const promptId = await run(tested, { prompt: picturePrompt() });
  await until(() => heard.find(({ type, data }) => type === 'executing' && data['node'] === null));
  const order = heard.map(({ type, data }) => (type === 'executing' && data['node'] === null ? 'end' : type));
  expect(order.slice(0, 5)).toEqual(['status', 'status', 'status', 'execution_start', 'execution_cached']);
  expect(order.slice(5, 7)).toEqual(['progress_state', 'executing']);
  expect(order.slice(-5)).toEqual(['executed', 'progress_state', 'execution_success', 'status', 'end']);
  expect(heard[0]?.data['sid']).toBe('me');
  const history = (await get(tested, `/history/${promptId}`)) as Record<string, unknown>;
  expect(history[promptId]).toMatchObject({
    status: { status_str: 'success', completed: true },
    outputs: { 9: { images: [{ filename: 'picture_00001_.png', type: 'output' }] } },
    meta: { 9: { node_id: '9', parent_node: null } },
  });
});

test('nobody else hears a client’s execution', async () => {
  await using tested = await startTestWorker();
  const other = await listen(tested, 'other');
  await run(tested, { prompt: picturePrompt() });
  expect(new Set(other.heard.map(({ type }) => type))).toEqual(new Set(['status']));
});

test('the same graph again is answered from the cache with the old file name', async () => {
  await using tested = await startTestWorker();
  const prompt = picturePrompt();
  await run(tested, { prompt });
  const { heard } = await listen(tested, 'me');
  const again = await run(tested, { prompt });
  const cached = await until(() => heard.find(({ type }) => type === 'execution_cached'));
  expect((cached.data['nodes'] as string[]).sort()).toEqual(Object.keys(prompt).sort());
  expect(heard.some(({ type }) => type === 'executed')).toBe(true);
  const history = (await get(tested, `/history/${again}`)) as Record<string, { outputs: unknown }>;
  expect(history[again]?.outputs).toMatchObject({ 9: { images: [{ filename: 'picture_00001_.png' }] } });
});

test('previews come only when asked for, described only where that was negotiated', async () => {
  await using tested = await startTestWorker();
  const plain = await listen(tested, 'plain');
  const described = await listen(tested, 'described');
  described.socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
  await until(() => described.heard.find(({ type }) => type === 'feature_flags'));
  await run(tested, { prompt: picturePrompt({ seed: 1 }), client_id: 'plain' });
  expect(plain.kinds).toEqual([]);
  for (const [index, client] of ['plain', 'described'].entries()) {
    const extra = { preview_method: 'latent2rgb' };
    await run(tested, { prompt: picturePrompt({ seed: 20 + index }), client_id: client, extra_data: extra });
  }
  expect(new Set(plain.kinds)).toEqual(new Set([1]));
  expect(new Set(described.kinds)).toEqual(new Set([4]));
});

test('the same prompt and seed give the same bytes, another seed others; the graph is in the PNG', async () => {
  await using tested = await startTestWorker();
  const fetchPicture = async (promptId: string): Promise<Buffer> => {
    const history = (await get(tested, `/history/${promptId}`)) as Record<
      string,
      { outputs: Record<string, { images: { filename: string; subfolder: string }[] }> }
    >;
    const file = history[promptId]?.outputs['9']?.images[0];
    const query = new URLSearchParams({ filename: file?.filename ?? '', subfolder: file?.subfolder ?? '' });
    return Buffer.from(await (await fetch(`${tested.worker.url}/view?${query}`)).arrayBuffer());
  };
  const pixels = async (png: Buffer): Promise<string> => (await sharp(png).raw().toBuffer()).toString('base64');
  const workflow = { id: 'wf-1', note: 'naïve' };
  const first = await fetchPicture(
    await run(tested, { prompt: picturePrompt({ seed: 5 }), extra_data: { extra_pnginfo: { workflow } } }),
  );
  const again = await fetchPicture(await run(tested, { prompt: picturePrompt({ seed: 5 }) }));
  const other = await fetchPicture(await run(tested, { prompt: picturePrompt({ seed: 6 }) }));
  expect(await pixels(again)).toBe(await pixels(first));
  expect(await pixels(other)).not.toBe(await pixels(first));
  const texts = Object.fromEntries(
    ((await sharp(first).metadata()).comments ?? []).map(({ keyword, text }) => [keyword, text]),
  );
  expect(JSON.parse(texts['workflow'] ?? '')).toEqual(workflow);
  expect(JSON.parse(texts['prompt'] ?? '')).toMatchObject({ 7: { class_type: 'KSampler' } });
});

test('the queue tells, orders and deletes; a deleted prompt leaves no trace', async () => {
  await using tested = await startTestWorker({ speed: 2 });
  const [running, last, front] = [randomUUID(), randomUUID(), randomUUID()];
  await post(tested, '/api/prompt', { prompt: picturePrompt({ seed: 1 }), prompt_id: running, client_id: 'me' });
  await until(async () => ((await tested.client.queueLoad())?.running === 1 ? true : undefined));
  await post(tested, '/api/prompt', { prompt: picturePrompt({ seed: 2 }), prompt_id: last, client_id: 'me' });
  await post(tested, '/api/prompt', {
    prompt: picturePrompt({ seed: 3 }),
    prompt_id: front,
    client_id: 'me',
    front: true,
  });
  const { queue_pending: pending } = (await get(tested, '/queue')) as { queue_pending: [number, string][] };
  expect(pending.sort((a, b) => a[0] - b[0]).map((entry) => entry[1])).toEqual([front, last]);
  expect(await get(tested, `/history/${running}`)).toEqual({});
  await post(tested, '/queue', { delete: [last, running] });
  expect((await fetch(`${tested.worker.url}/api/jobs/${last}`)).status).toBe(404);
  expect(await get(tested, `/api/jobs/${running}`)).toMatchObject({ status: 'in_progress' });
  await post(tested, '/interrupt', { prompt_id: front });
  expect(await get(tested, `/api/jobs/${running}`)).toMatchObject({ status: 'in_progress' });
  expect(await (await post(tested, `/api/jobs/${running}/cancel`, {})).json()).toEqual({ cancelled: true });
  const stopped = await until(async () => {
    const job = (await get(tested, `/api/jobs/${running}`)) as { status: string };
    return job.status === 'cancelled' ? job : undefined;
  });
  expect(stopped).toMatchObject({ execution_status: { status_str: 'error', completed: false } });
});

test('jobs exist under /api alone, the others under both', async () => {
  await using tested = await startTestWorker();
  const statusOf = async (path: string): Promise<number> => (await fetch(`${tested.worker.url}${path}`)).status;
  expect(await Promise.all(['/jobs', '/api/jobs', '/queue', '/api/queue'].map(statusOf))).toEqual([404, 200, 200, 200]);
  expect(await (await post(tested, '/api/jobs/cancel', { job_ids: ['bad'] })).json()).toEqual({
    error: 'job_ids contains invalid id(s)',
    invalid_ids: ['bad'],
  });
});

test('memory is told in bytes and falls when a model is resident; free gives it back', async () => {
  await using tested = await startTestWorker({ vramGb: 16 });
  const free = async (): Promise<number> => {
    const stats = await tested.client.systemStats();
    return stats.ok ? stats.value.vramFreeBytes : -1;
  };
  expect(await tested.client.systemStats()).toMatchObject({
    ok: true,
    value: { vramTotalBytes: 16 * 1024 ** 3, isSimulated: true },
  });
  expect(await free()).toBe(16 * 1024 ** 3);
  await run(tested, { prompt: picturePrompt() });
  expect(await free()).toBeLessThan(6 * 1024 ** 3);
  expect(tested.worker.residentModels()).toEqual(['flux1-schnell-fp8.safetensors']);
  await tested.client.freeMemory();
  expect(await free()).toBe(16 * 1024 ** 3);
});

test('a page of another site is refused, a program is not', async () => {
  await using tested = await startTestWorker();
  const ask = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${tested.worker.url}/api/queue`, { headers })).status;
  expect(await ask({})).toBe(200);
  expect(await ask({ origin: 'http://evil.example' })).toBe(403);
  expect(await ask({ 'sec-fetch-site': 'cross-site' })).toBe(403);
});

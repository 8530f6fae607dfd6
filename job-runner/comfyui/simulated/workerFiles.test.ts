import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { startTestWorker, type TestWorker } from '../testing/testWorker.ts';

async function upload(tested: TestWorker, text: string, fields: Record<string, string> = {}): Promise<Response> {
  const form = new FormData();
  form.set('image', new Blob([text]), 'shot.png');
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return fetch(`${tested.worker.url}/api/upload/image`, { method: 'POST', body: form });
}

test('an upload keeps its name for the same bytes and gets a suffix for others', async () => {
  await using tested = await startTestWorker();
  const fields = { subfolder: 'job42' };
  expect(await (await upload(tested, 'one', fields)).json()).toEqual({
    name: 'shot.png',
    subfolder: 'job42',
    type: 'input',
  });
  expect(await (await upload(tested, 'one', fields)).json()).toMatchObject({ name: 'shot.png' });
  expect(await (await upload(tested, 'two', fields)).json()).toMatchObject({ name: 'shot (1).png' });
  expect(await (await upload(tested, 'two', { ...fields, overwrite: 'true' })).json()).toMatchObject({
    name: 'shot.png',
  });
  expect((await upload(tested, 'one', { subfolder: '../out' })).status).toBe(400);
  expect((await upload(tested, 'one', { type: 'nowhere' })).status).toBe(500);
});

test('files are served with ranges and an entity tag, and nothing outside', async () => {
  await using tested = await startTestWorker();
  await upload(tested, 'abcdefgh');
  const view = (query: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
    fetch(`${tested.worker.url}/api/view?${query}`, { headers, method });
  const whole = await view('filename=shot.png&type=input');
  expect(whole.headers.get('content-type')).toBe('image/png');
  expect(whole.headers.get('accept-ranges')).toBe('bytes');
  expect(await whole.text()).toBe('abcdefgh');
  const part = await view('filename=shot.png&type=input', { range: 'bytes=2-4' });
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/8', 'cde']);
  expect(
    (await view('filename=shot.png&type=input', { 'if-none-match': whole.headers.get('etag') ?? '' })).status,
  ).toBe(304);
  const head = await view('filename=shot.png&type=input', {}, 'HEAD');
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '8']);
  expect((await view('filename=shot.png%20[input]')).status).toBe(200);
  expect((await view('filename=..%2Fx.png')).status).toBe(400);
  expect((await view('filename=x.png&type=other')).status).toBe(400);
  expect((await view('filename=x.png&subfolder=..%2F..')).status).toBe(403);
  expect((await view('filename=x.png')).status).toBe(404);
});

test('a picture can be asked for lighter; anything else then raises', async () => {
  await using tested = await startTestWorker();
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#804020' } })
    .png()
    .toBuffer();
  const sent = { bytes: picture, mime: 'image/png', fileName: 'p.png', subfolder: 'a' };
  expect(await tested.client.uploadImage(sent)).toMatchObject({ ok: true });
  const url = `${tested.worker.url}/api/view?type=input&preview=webp;75`;
  const lighter = await fetch(`${url}&filename=p.png&subfolder=a`);
  expect([lighter.status, lighter.headers.get('content-type')]).toEqual([200, 'image/webp']);
  await upload(tested, 'no picture');
  expect((await fetch(`${url}&filename=shot.png`)).status).toBe(500);
});

test('the client uploads and fetches, and says what is wrong', async () => {
  await using tested = await startTestWorker();
  const subfolder = randomUUID();
  const picture = { bytes: new Uint8Array([1, 2, 3]), mime: 'image/png', fileName: 'a.png', subfolder };
  expect(await tested.client.uploadImage(picture)).toEqual({ ok: true, value: `${subfolder}/a.png` });
  const fetched = await tested.client.fetchFile({ filename: 'a.png', subfolder, type: 'input' });
  expect(fetched).toMatchObject({ ok: true, value: { mime: 'image/png' } });
  const absent = await tested.client.fetchFile({ filename: 'b.png', subfolder, type: 'input' });
  expect(absent).toMatchObject({ ok: false, failure: { reason: 'absent' } });
});

import { Buffer } from 'node:buffer';
import { deflateSync, crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';

let studio: TestStudio;
let owner: TestPerson;
let project: string;
beforeAll(async () => {
  studio = await startTestStudio();
  owner = await studio.makeOwner();
  project = await studio.makeProject(owner);
});
afterAll(() => studio.stop());

function upload(bytes: Buffer<ArrayBuffer> | string, name = 'picture.png', field = 'file') {
  const form = new FormData();
  form.append(field, new Blob([bytes]), name);
  return studio.ask('POST', `/api/v1/projects/${project}/uploads`, { raw: form, as: owner.cookie });
}
const painted = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c0ffee' } });
const copyOf = (bytes: Uint8Array) => Buffer.from(bytes);

test.each(['png', 'jpeg', 'webp'] as const)('a %s is stored and can be seen', async (format) => {
  const bytes = copyOf(await painted(64, 48).toFormat(format).toBuffer());
  const answer = await upload(bytes);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  expect(answer.body).toMatchObject({ mime: `image/${format}`, width: 64, height: 48 });
  const seen = await studio.ask('GET', `/media/${answer.body.sha256}`, { as: owner.cookie });
  expect(seen.headers.get('content-type')).toBe(`image/${format}`);
  expect((await sharp(seen.bytes).metadata()).width).toBe(64);
});

test('nothing but the picture is kept: no metadata, no appended archive, and it stands upright', async () => {
  const bytes = await painted(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const polyglot = copyOf(Buffer.concat([bytes, Buffer.from('PK\u0003\u0004 an archive')]));
  const answer = await upload(polyglot);
  expect(answer.body).toMatchObject({ width: 20, height: 40 });
  const seen = await studio.ask('GET', `/media/${answer.body.sha256}`, { as: owner.cookie });
  expect(seen.bytes.includes('an archive')).toBe(false);
  expect((await sharp(seen.bytes).metadata()).exif).toBeUndefined();
});

test('an SVG is refused, also under another name', async () => {
  for (const name of ['drawing.svg', 'picture.png']) {
    const answer = await upload('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>', name);
    expect([answer.status, answer.body.error.field]).toEqual([415, 'file']);
    expect(answer.body.error.message).toContain('PNG, JPEG or WebP');
  }
});

test('the process itself reads no SVG any more', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>');
  await expect(sharp(svg).metadata()).rejects.toThrow(/unsupported image format/);
});

test('a picture that is cut off is refused', async () => {
  const whole = await sharp({
    create: {
      width: 400,
      height: 400,
      channels: 3,
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
      background: '#000',
    },
  })
    .jpeg()
    .toBuffer();
  const answer = await upload(copyOf(whole.subarray(0, whole.length / 2)));
  expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid']);
  expect(answer.body.error.message).toContain('cut off');
});

test('a small file of very many pixels is refused before it is unpacked', async () => {
  const answer = await upload(pngBomb(20_000, 20_000));
  expect([answer.status, answer.body.error.code]).toEqual([413, 'too-large']);
  expect(answer.body.error.message).toContain('100 megapixels');
});

test.each([1, 2 ** 20])('a file %d bytes over the limit is refused with the limit', async (over) => {
  const answer = await upload(copyOf(Buffer.alloc(40 * 2 ** 20 + over, 1)));
  expect([answer.status, answer.body.error.code]).toEqual([413, 'too-large']);
  expect(answer.body.error.message).toContain('40 MB');
});

test('a missing file and another body are refused by name', async () => {
  const bytes = copyOf(await painted(8, 8).png().toBuffer());
  const missing = await upload(bytes, 'picture.png', 'picture');
  expect([missing.status, missing.body.error.field]).toEqual([400, 'file']);
  const json = await studio.ask('POST', `/api/v1/projects/${project}/uploads`, { body: {}, as: owner.cookie });
  expect([json.status, json.body.error.code]).toEqual([415, 'unsupported-media']);
});

/** A valid PNG of one colour whose pixels are far more than its bytes. */
function pngBomb(width: number, height: number): Buffer<ArrayBuffer> {
  const chunk = (type: string, body: Buffer) => {
    const tagged = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(tagged));
    return Buffer.concat([length, tagged, checksum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((width / 8 + 1) * height));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return copyOf(Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]));
}

import { expect, test } from 'vitest';
import { readBinaryEvent } from './readBinaryEvent.ts';

function frame(...parts: (number | string)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(part);
      const word = Buffer.alloc(4);
      word.writeUInt32BE(part);
      return word;
    }),
  );
}

const DESCRIPTION = JSON.stringify({ prompt_id: 'p', node_id: '5', image_type: 'image/png', more: 1 });

test('plain previews are read by their format', () => {
  expect(readBinaryEvent(frame(1, 1, 'jpeg'))).toMatchObject({ mime: 'image/jpeg', picture: Buffer.from('jpeg') });
  expect(readBinaryEvent(frame(1, 2, 'png'))).toMatchObject({ mime: 'image/png' });
});

test('described previews say whose they are', () => {
  const read = readBinaryEvent(frame(4, DESCRIPTION.length, DESCRIPTION, 'png'));
  expect(read).toMatchObject({ mime: 'image/png', promptId: 'p', picture: Buffer.from('png') });
});

test.each([
  ['nothing', frame()],
  ['a kind alone', frame(1)],
  ['an unknown format', frame(1, 9, 'x')],
  ['text', frame(3, 1, '5hello')],
  ['an unknown kind', frame(77, 1, 'x')],
  ['a description longer than the frame', frame(4, 4_000_000_000, '{}')],
  ['a description that is not JSON', frame(4, 2, '{x', 'png')],
  ['another type of picture', frame(4, 28, '{"image_type":"text/html"}  ', 'x')],
])('%s is dropped', (_name, bytes) => {
  expect(readBinaryEvent(bytes)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { describeScene } from './describeScene.ts';
import { eraseLabel, stampLabel } from './label.ts';
import { moveOverPicture } from './moveOverPicture.ts';
import { paintPicture, type Picture } from './paintPicture.ts';

const SIZE = { width: 192, height: 108 };

async function framesOf(start: Picture, motion: { prompt: string; length: number; seed?: number }): Promise<Picture[]> {
  const frames: Picture[] = [];
  for await (const frame of moveOverPicture(start, { seed: 1, ...motion, ...SIZE })) frames.push(frame);
  return frames;
}

function meanDifference(a: Picture, b: Picture): number {
  return a.rgb.reduce((sum, value, at) => sum + Math.abs(value - (b.rgb[at] ?? 0)), 0) / a.rgb.length;
}

test.each([
  ['a lighthouse in a storm at night', { place: 'sea', subject: 'lighthouse', time: 'night', storm: true }],
  [
    'interior at dusk, a woman by the window',
    { place: 'interior', subject: 'figure', subjectIsWoman: true, time: 'dusk' },
  ],
  ['close-up of a man, dawn', { place: 'portrait', time: 'dawn' }],
  ['close-up of a lighthouse', { place: 'sea', subject: 'lighthouse' }],
  ['forest in fog. The coast: a lighthouse on a rock above the sea', { place: 'forest' }],
  [
    'city at night. The Traveller: a lone traveller in a long dark coat. last light',
    { place: 'city', time: 'night', subject: 'figure' },
  ],
  ['a lighthouse at dawn. The Keeper: an old man', { subject: 'lighthouse', hasCompanion: true }],
])('"%s" is read as it is meant', (prompt, expected) => {
  for (const seed of [1, 2, 3]) expect(describeScene(prompt, seed)).toMatchObject(expected);
});

test('the same order gives the same picture, another seed another, whatever the place', async () => {
  for (const prompt of [
    'sea',
    'city at night',
    'forest',
    'desert',
    'snow',
    'interior',
    'portrait',
    'lake',
    'field, a tree',
  ]) {
    const first = await paintPicture({ prompt, seed: 1, ...SIZE });
    const again = await paintPicture({ prompt, seed: 1, ...SIZE });
    const other = await paintPicture({ prompt, seed: 2, ...SIZE });
    expect(meanDifference(first, again), prompt).toBe(0);
    expect(meanDifference(first, other), prompt).toBeGreaterThan(2);
  }
});

test('a picture has depth: neither black, nor white, nor flat', async () => {
  for (const prompt of ['night sea', 'snow by day', 'desert at dusk', 'forest at dawn', 'interior at night']) {
    const { rgb } = await paintPicture({ prompt, seed: 4, ...SIZE });
    const mean = rgb.reduce((sum, value) => sum + value, 0) / rgb.length;
    const spread = Math.sqrt(rgb.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rgb.length);
    expect(mean, prompt).toBeGreaterThan(8);
    expect(mean, prompt).toBeLessThan(225);
    expect(spread, prompt).toBeGreaterThan(12);
  }
});

test('every picture is labelled, and the label can be taken out again', () => {
  const { width, height } = { width: 640, height: 360 };
  const plain = new Uint8Array(width * height * 3).fill(60);
  const labelled = plain.slice();
  stampLabel(labelled, width, height);
  expect(labelled).not.toEqual(plain);
  eraseLabel(labelled, width, height);
  expect(labelled).toEqual(plain);
});

test('a picture without a label is left as it is', () => {
  const plain = Uint8Array.from({ length: 640 * 360 * 3 }, (_, at) => (at * 7) % 251);
  const same = plain.slice();
  eraseLabel(same, 640, 360);
  expect(same).toEqual(plain);
});

test('a clip starts on the given picture, moves, and is the same every time', async () => {
  const start = await paintPicture({ prompt: 'a lighthouse at dusk', seed: 3, ...SIZE });
  const frames = await framesOf(start, { prompt: 'push in', length: 9 });
  const [first, second] = frames;
  const last = frames.at(-1);
  if (!first || !second || !last) throw new Error('no frames');
  expect(frames).toHaveLength(9);
  expect(meanDifference(first, start)).toBeLessThan(1.5);
  expect(meanDifference(first, second)).toBeLessThan(meanDifference(first, last));
  expect(meanDifference(last, (await framesOf(start, { prompt: 'push in', length: 9 })).at(-1) ?? first)).toBe(0);
});

test('what the words say happens: cameras turn different ways, rain falls', async () => {
  const start = await paintPicture({ prompt: 'a house in a field at dusk', seed: 3, ...SIZE });
  const lastOf = async (prompt: string): Promise<Picture> => {
    const last = (await framesOf(start, { prompt, length: 5 })).at(-1);
    if (!last) throw new Error('no frames');
    return last;
  };
  const [left, right, still, rain] = (await Promise.all(
    ['pan left', 'pan right', 'static', 'static, rain'].map((prompt) => lastOf(prompt)),
  )) as [Picture, Picture, Picture, Picture];
  expect(meanDifference(left, right)).toBeGreaterThan(1);
  expect(meanDifference(still, start)).toBeLessThan(meanDifference(right, start));
  expect(meanDifference(still, rain)).toBeGreaterThan(0.1);
});

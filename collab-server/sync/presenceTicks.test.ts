import { randomUUID } from 'node:crypto';
import { Document } from '@hocuspocus/server';
import { expect, test } from 'vitest';
import { useSyncServer } from './fixtures/useSyncServer.ts';
import { createPresenceTicks } from './presenceTicks.ts';

const bench = useSyncServer();
const soon = { timeout: 5000 };

function tellings(document: Document): number[][] {
  const told: number[][] = [];
  document.awareness.on('update', ({ updated }: { readonly updated: number[] }) => told.push(updated));
  return told;
}

test('the first movement is told at once, those of the next moment together', async () => {
  const document = new Document('project/1');
  const told = tellings(document);
  const ticks = createPresenceTicks();
  ticks.changed(document, 1);
  expect(told).toEqual([[1]]);
  for (const client of [2, 3, 1, 2, 3, 2]) ticks.changed(document, client);
  expect(told).toEqual([[1]]);
  await expect.poll(() => told, soon).toEqual([[1], [2, 3, 1]]);
  document.destroy();
});

test('documents do not wait for each other, and one that is gone is told of nothing', async () => {
  const [one, two] = [new Document('project/1'), new Document('project/2')];
  const [toldOfOne, toldOfTwo] = [tellings(one), tellings(two)];
  const ticks = createPresenceTicks();
  for (const document of [one, two, one, two]) ticks.changed(document, 7);
  one.destroy();
  await expect.poll(() => toldOfTwo, soon).toEqual([[7], [7]]);
  expect(toldOfOne.filter((clients) => clients.includes(7))).toEqual([[7]]);
  two.destroy();
});

test('of a hundred movements others are told in a few frames, and of the last one surely', async () => {
  const name = `project/${randomUUID()}`;
  const [ada, ben] = [bench.open('ada', name), bench.open('ben', name)];
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  const placeOfAda = () => ben.provider.awareness?.getStates().get(ada.doc.clientID)?.['cursor'];
  ada.provider.awareness?.setLocalStateField('cursor', 0);
  await expect.poll(placeOfAda, soon).toBe(0);
  let frames = 0;
  ben.provider.awareness?.on('update', () => (frames += 1));
  for (let place = 1; place <= 100; place += 1) ada.provider.awareness?.setLocalStateField('cursor', place);
  await expect.poll(placeOfAda, soon).toBe(100);
  expect(frames).toBeLessThan(20);
  const late = bench.open('ben', name);
  await expect.poll(() => late.provider.awareness?.getStates().get(ada.doc.clientID)?.['cursor'], soon).toBe(100);
});

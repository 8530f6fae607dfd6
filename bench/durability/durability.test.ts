import { expect, test } from 'vitest';
import { measureDurability } from './measureDurability.ts';
import type { ServerKind } from './killableStudio.ts';

// Short spells of editing: what a round tests is the kill and the return, and 20 of them are to fit into a minute.
const plan = { seed: 3, editMs: [50, 300], say: () => undefined } as const;

async function measure(kind: ServerKind, rounds: number): Promise<Readonly<Record<string, number>>> {
  const { figures } = await measureDurability(kind, { ...plan, rounds }, process.env);
  return Object.fromEntries(figures.map((figure) => [figure.name, figure.ours ?? Number.NaN]));
}

test('what was acknowledged is there once, in order, after 20 kills of server, database or both', {
  timeout: 240_000,
}, async () => {
  const figures = await measure('product', 20);
  expect(figures['durability.acknowledged']).toBeGreaterThanOrEqual(200);
  const none = { 'durability.lost': 0, 'durability.doubled': 0, 'durability.misplaced': 0, 'durability.misled': 0 };
  expect(figures).toMatchObject(none);
});

// Among the four kills of this seed are two of the server; without one, what is written behind would still arrive.
test('the control, which acknowledges before it stores, is caught', { timeout: 120_000 }, async () => {
  expect((await measure('sabotaged', 4))['durability-control.lost']).toBeGreaterThan(0);
});

import { randomUUID } from 'node:crypto';
import { isFinal, type JobRow, requestTakes, type TakeRow } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect } from 'vitest';
import type { Editor } from './editor.ts';
import { waitFor } from './waiting.ts';

/** What was asked for: an intent and the seeds of its Takes; a render has none. */
export interface Asked {
  readonly intentId: string;
  readonly nodeId: string;
  readonly seeds: readonly number[];
}

/** Presses Generate on a node. */
export function askForTakes(editor: Editor, nodeId: string, seeds: readonly number[]): Asked {
  return ask(editor, 'take', nodeId, seeds);
}

/** Presses Render on an Assembler. */
export function askForFilm(editor: Editor, assemblerId: string): Asked {
  return ask(editor, 'render', assemblerId, []);
}

function ask(editor: Editor, kind: 'take' | 'render', nodeId: string, seeds: readonly number[]): Asked {
  const asked = {
    kind,
    nodeId,
    seeds,
    quality: 'low',
    requestedBy: editor.client.me,
    requestedAt: Date.now(),
  } as const;
  return { intentId: unwrap(requestTakes(editor.project, { id: randomUUID(), ...asked })), nodeId, seeds };
}

/** Waits until every run is done; throws at once with the reason of one that failed. */
export async function untilDone(editor: Editor, asked: readonly Asked[], timeoutMs = 90_000): Promise<void> {
  const seen = () => asked.map(({ intentId }) => editor.jobs.row(intentId));
  const look = () => {
    const ended = seen().filter((job) => job !== undefined && isFinal(job.state));
    const bad = ended.find((job) => job?.state !== 'done');
    if (bad) throw new Error(`Run ${bad.id} is ${bad.state}: ${bad.error?.reason} ${bad.error?.message}`);
    return ended.length === asked.length || undefined;
  };
  try {
    await waitFor(`${asked.length} runs to be done`, look, timeoutMs);
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : ''} They are: ${seen().map(describe).join(', ')}`, {
      cause,
    });
  }
}

function describe(job: JobRow | undefined): string {
  return job ? `${job.state} (attempt ${job.attempts}, ${job.worker || 'no worker'})` : 'not in the ledger';
}

/** Expects the ledger to hold, for each of all the project's intents, its Takes once, and nothing else. */
export function expectExactly(editor: Editor, asked: readonly Asked[]): void {
  const intended = asked.flatMap(({ intentId, seeds }) =>
    seeds.length === 0 ? [`${intentId}.0`] : seeds.map((_seed, index) => `${intentId}.${index}`),
  );
  expect([...editor.intents.rows().keys()].sort()).toEqual(asked.map(({ intentId }) => intentId).sort());
  expect([...editor.takes.rows().keys()].sort()).toEqual(intended.sort());
  for (const { intentId, seeds } of asked) {
    expect(editor.jobs.row(intentId)).toMatchObject({ state: 'done', error: null });
    const own = takesOf(editor, intentId);
    expect(own.flatMap((take) => take.recipe?.seed ?? [])).toEqual(seeds);
  }
  const names = [...editor.takes.rows().values()].map((take) => take.name);
  expect(new Set(names).size).toBe(names.length);
}

/** The Takes of an intent in the order of its seeds. */
export function takesOf(editor: Editor, intentId: string): TakeRow[] {
  const own = [...editor.takes.rows().values()].filter((take) => take.intentId === intentId);
  return own.sort((a, b) => Number(a.id.split('.')[1]) - Number(b.id.split('.')[1]));
}

import { randomUUID } from 'node:crypto';
import {
  addNodes,
  type CommandResult,
  connect,
  type IntentRow,
  type JobRow,
  readJob,
  readTake,
  readRows,
  requestTakes,
  rootMap,
  type TakeRow,
} from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { loadPipelines, summarise } from '@studio/workflows';
import { expect } from 'vitest';
import { readInputs } from '../generation/frozenInputs.ts';
import type { ProjectSession } from '../documents/projectSession.ts';

/** Adds a generator of stills wired into a shot; returns both ids. */
export function addPaintedShot(session: ProjectSession, number: string, prompt = 'a lighthouse at dusk') {
  const [shotId, imageId] = [randomUUID(), randomUUID()];
  const position = { x: 0, y: 0 };
  expectOk(
    addNodes(session.project, [
      { id: shotId, type: 'shot', position, fields: { number, name: 'Lighthouse', durationFrames: 24 } },
      { id: imageId, type: 'generate.image', position, fields: { name: 'Still' }, texts: { prompt } },
    ]),
  );
  expectOk(connect(session.project, [wire(imageId, 'image', shotId, 'picture')]));
  return { shotId, imageId };
}

/** A wire between two nodes. */
export function wire(source: string, sourceHandle: string, target: string, targetHandle: string) {
  return { id: randomUUID(), source, sourceHandle, target, targetHandle };
}

/** Presses Generate on a node. */
export function press(session: ProjectSession, nodeId: string, more: Partial<IntentRow> = {}): string {
  return unwrap(requestTakes(session.project, pressedIntent(nodeId, more)));
}

/** What pressing Generate on a node writes. */
export function pressedIntent(nodeId: string, more: Partial<IntentRow> = {}): IntentRow {
  const requestedBy = { id: 'ada', name: 'Ada' };
  const base = { id: randomUUID(), kind: 'take', nodeId, seeds: [7], quality: 'low', requestedBy } as const;
  return { ...base, requestedAt: 1, ...more };
}

/** Presses Generate as the browser does: the intent carries what the person sees now. */
export function pressSeeing(session: ProjectSession, nodeId: string, more: Partial<IntentRow> = {}): string {
  const intent = pressedIntent(nodeId, { requestedAt: Date.now(), ...more });
  const now = readInputs(session, intent, loadPipelines().pipelines.map(summarise));
  if (!now) throw new Error('This node cannot run.');
  return unwrap(requestTakes(session.project, { ...intent, inputs: now.fingerprint }));
}

/** The job of an intent as the ledger has it. */
export function jobIn(session: ProjectSession, intentId: string): JobRow | undefined {
  return readJob(intentId, rootMap(session.ledger, 'jobs').get(intentId));
}

/** The Takes of an intent as the ledger has them, in order. */
export function takesOf(session: ProjectSession, intentId: string): TakeRow[] {
  const takes = [...readRows(rootMap(session.ledger, 'takes'), readTake).values()];
  return takes.filter((take) => take.intentId === intentId).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Waits until the job has reached a state. */
export async function reached(session: ProjectSession, intentId: string, state: string, timeout = 20_000) {
  await expect.poll(() => jobIn(session, intentId)?.state, { timeout, interval: 50 }).toBe(state);
  const job = jobIn(session, intentId);
  if (!job) throw new Error('The job is gone.');
  return job;
}

/** Fails the test when a command refused. */
export function expectOk(result: CommandResult<unknown>): void {
  unwrap(result);
}

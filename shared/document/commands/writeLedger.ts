import * as Y from 'yjs';
import { fail } from '../../result.ts';
import { isJson, type Json } from '../json.ts';
import { SERVICE, type Origin } from '../origins.ts';
import { isFinal, readJob, type JobRow } from '../records/job.ts';
import type { NotesRow } from '../records/review.ts';
import { readTake, type TakeRow } from '../records/take.ts';
import { recordOf, rootMap } from '../roots.ts';
import { write, type CommandResult } from './command.ts';

/** What the job-runner says of a job; the first write of a job needs node and slot. */
export type JobChange = Partial<Omit<JobRow, 'id'>>;

/** Writes a job's state. A final state stays: a late word of a slower runner is refused as `exists`. */
export function writeJob(doc: Y.Doc, intentId: string, change: JobChange, origin: Origin = SERVICE): CommandResult {
  const existing = recordOf(doc, 'jobs', intentId);
  const row = readJob(intentId, existing);
  if (row && isFinal(row.state)) return fail('exists', `Job ${intentId} is ${row.state} already.`, 'state');
  if (!existing && !change.nodeId) return fail('invalid', 'A new job names its node.', 'nodeId');
  const bad = Object.entries(change).find(([, value]) => !isJson(value));
  if (bad) return fail('invalid', `“${bad[0]}” must be JSON with finite numbers.`, bad[0]);
  return write(doc, origin, () => {
    const record = existing ?? new Y.Map<unknown>();
    for (const [name, value] of Object.entries(change)) record.set(name, value as Json);
    if (!existing) rootMap(doc, 'jobs').set(intentId, record);
  });
}

/**
 * Makes the ledger say how a job ended, whatever it says now: a word of a slower runner may have come after it. `head` is
 * for a job that the ledger does not have.
 */
export function correctJob(
  doc: Y.Doc,
  intentId: string,
  head: JobChange,
  state: JobRow['state'],
  origin: Origin = SERVICE,
): CommandResult {
  const record = recordOf(doc, 'jobs', intentId);
  const row = readJob(intentId, record);
  if (!record || !row) return writeJob(doc, intentId, { ...head, state }, origin);
  return write(doc, origin, () => {
    if (row.state !== state) record.set('state', state);
    if (row.finishedAt === 0 && typeof head.finishedAt === 'number') record.set('finishedAt', head.finishedAt);
  });
}

/** Adds Takes. One that is there already is left as it is, so that writing a result twice changes nothing. */
export function addTakes(doc: Y.Doc, takes: readonly TakeRow[], origin: Origin = SERVICE): CommandResult {
  const table = rootMap(doc, 'takes');
  for (const take of takes) {
    if (!isJson(take) || !readTake(take.id, take)) return fail('invalid', `Take ${take.id} is not complete.`, 'take');
  }
  return write(doc, origin, () => {
    for (const { id, ...fields } of takes) if (!table.has(id)) table.set(id, fields);
  });
}

/** Writes the count of a shot's notes. */
export function writeNotes(doc: Y.Doc, { id, ...counts }: NotesRow, origin: Origin = SERVICE): CommandResult {
  return write(doc, origin, () => {
    rootMap(doc, 'notes').set(id, counts);
  });
}

import { readJob, readTake, rootMap } from '@studio/shared/document';
import type * as Y from 'yjs';
import type { KeptIntent, KeptTake, StoreTables } from '../store/storeTables.ts';
import type { Witness } from './witness.ts';

/** Compares what runs were asked for with what the outbox, the runners' tables and the ledger say of them. */
export function checkOutbox(witness: Witness, project: Y.Doc, tables: StoreTables): void {
  for (const [root, kind] of [
    ['intents', 'intent'],
    ['cancellations', 'cancellation'],
  ] as const) {
    const journaled = new Set(rootMap(project, root).keys());
    const queued = new Set([...tables.outbox.values()].filter((row) => row.kind === kind).map((row) => row.key));
    for (const key of new Set([...journaled, ...queued])) {
      witness.expect(journaled.has(key), () => `the outbox has the ${kind} ${key}, the journal has not`);
      witness.expect(queued.has(key), () => `the journal has the ${kind} ${key}, the outbox has not`);
    }
  }
}

/** The runs of which the ledger does not say what the runners' tables say, in words. */
export function endsApart(ledger: Y.Doc, tables: StoreTables): readonly string[] {
  const jobs = rootMap(ledger, 'jobs');
  return [...tables.intents.values()].flatMap(({ intent: { id }, final }) => {
    const state = readJob(id, jobs.get(id))?.state;
    return final === undefined || state === final ? [] : [`${id} is ${final}, the ledger says ${state}`];
  });
}

/** Checks each run at rest: ended, with the Takes that its end promises and no others. */
export function checkRuns(witness: Witness, ledger: Y.Doc, tables: StoreTables): void {
  const inLedger = new Set(rootMap(ledger, 'takes').keys());
  for (const row of tables.outbox.values()) {
    if (row.kind !== 'intent') continue;
    const kept = tables.intents.get(row.key);
    witness.expect(kept !== undefined, () => `the intent ${row.key} was handed over and never accepted`);
    if (kept) checkRun(witness, ledger, tables, kept);
  }
  for (const id of inLedger) {
    witness.expect(tables.takes.has(id), () => `the ledger has the Take ${id}, which nobody issued`);
  }
}

function checkRun(witness: Witness, ledger: Y.Doc, tables: StoreTables, kept: KeptIntent): void {
  const { intent, final } = kept;
  const job = readJob(intent.id, rootMap(ledger, 'jobs').get(intent.id));
  witness.expect(job?.state === final, () => `the run ${intent.id} is ${final}, the ledger says ${job?.state}`);
  const isCancelled = tables.cancellations.has(intent.id);
  witness.expect(
    final === 'done' || (final === 'cancelled' && isCancelled) || job?.error?.reason === 'too-many-attempts',
    () => `the run ${intent.id} ended ${final} (${job?.error?.message ?? 'no error'})`,
  );
  for (const index of intent.seeds.keys()) {
    const key = `${intent.id}.${index}`;
    const issued = tables.takes.get(key);
    const shown = readTake(key, rootMap(ledger, 'takes').get(key));
    witness.expect(
      issued !== undefined || final !== 'done',
      () => `the run ${intent.id} is done without its Take ${index}`,
    );
    witness.expect(
      shown === undefined ? final !== 'done' : shown.name === issued?.take.name,
      () => `the ledger shows ${shown?.name ?? 'nothing'} for ${key}, issued was ${issued?.take.name ?? 'nothing'}`,
    );
  }
}

/** Checks a Take at the moment at which it is issued: only the newest attempt at an open intent may. */
export function checkIssue(witness: Witness, tables: StoreTables, take: KeptTake): void {
  const kept = tables.intents.get(take.intentId);
  witness.expect(
    kept?.attempt === take.attempt && kept.final === undefined,
    () =>
      `a result of attempt ${take.attempt} at ${take.intentId} was accepted; attempt ${kept?.attempt} is the newest` +
      ` and the run is ${kept?.final ?? 'open'}`,
  );
}

import { addTakes, type TakeRow } from '@studio/shared/document';
import type { TakeIssues } from '../database/takeIssues.ts';
import type { Outcome, Run } from '../runs/run.ts';

/**
 * Makes the Takes of an intent, one seed after the other, and leaves out those that an earlier attempt had issued.
 * `makeOne` issues a Take and writes it to the ledger; undefined means that it did, an outcome ends the run.
 */
export async function makeTakes(
  issues: Pick<TakeIssues, 'issuedFor'>,
  run: Run,
  makeOne: (index: number, seed: number) => Promise<Outcome | undefined>,
): Promise<Outcome> {
  const { intent } = run;
  const issued = await issues.issuedFor(intent.id);
  // An earlier attempt may have died between its database and the ledger.
  if (issued.size > 0) await writeTakes(run, [...issued.values()]);
  for (const [index, seed] of intent.seeds.entries()) {
    if (issued.has(index)) continue;
    const outcome = await makeOne(index, seed);
    if (outcome) return outcome;
  }
  return { kind: 'done' };
}

/** Writes issued Takes to the ledger and waits for its journal; those that are there already stay as they are. */
export async function writeTakes(run: Run, takes: readonly TakeRow[]): Promise<void> {
  const refusal = await run.session.writeLedger((ledger) => addTakes(ledger, takes));
  if (refusal) throw new Error(`The ledger refused ${takes.map((take) => take.name).join(', ')}: ${refusal.message}`);
}

import { type ComparedRow, compareRow } from './compareRow.ts';
import type { Row } from './row.ts';
import { type RunPlan, runRow } from './runRow.ts';
import { formatSyncReport } from './syncReport.ts';

/** Runs rows one after the other and tells each as a table as soon as it is there. */
export async function measureRows(
  rows: readonly Row[],
  plan: RunPlan,
  show: (table: string) => void,
): Promise<readonly ComparedRow[]> {
  const compared: ComparedRow[] = [];
  for (const row of rows) {
    const next = compareRow(await runRow(row, plan));
    show(formatSyncReport([next]));
    compared.push(next);
  }
  return compared;
}

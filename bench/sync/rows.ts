import type { Row } from './row.ts';
import { coldOpenRow } from './rows/coldOpenRow.ts';
import { cursorsRow } from './rows/cursorsRow.ts';
import { connectionMemoryRow, projectMemoryRow } from './rows/memoryRow.ts';
import { crowdRow, propagationRow, rushRow } from './rows/propagationRow.ts';

/** Every row, in the order in which they run. */
export const ROWS: readonly Row[] = [
  propagationRow,
  rushRow,
  crowdRow,
  cursorsRow,
  coldOpenRow,
  connectionMemoryRow,
  projectMemoryRow,
];

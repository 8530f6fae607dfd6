import type { Row } from './row.ts';
import { cursorsRow } from './rows/cursorsRow.ts';
import { crowdRow, propagationRow, rushRow } from './rows/propagationRow.ts';

/** Every row, in the order in which they run. */
export const ROWS: readonly Row[] = [propagationRow, rushRow, crowdRow, cursorsRow];

import type { ServersRow } from './row.ts';
import { accessRow } from './rows/accessRow.ts';
import { failoverRow } from './rows/failoverRow.ts';
import { rollingRow } from './rows/rollingRow.ts';

/** Every row, in the order in which they run. */
export const ROWS: readonly ServersRow[] = [failoverRow, rollingRow, accessRow];

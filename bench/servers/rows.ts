import type { ServersRow } from './row.ts';
import { accessRow } from './rows/accessRow.ts';
import { capacityRow } from './rows/capacityRow.ts';
import { failoverRow } from './rows/failoverRow.ts';
import { rollingRow } from './rows/rollingRow.ts';
import { stormRow } from './rows/stormRow.ts';

/** Every row, in the order in which they run. */
export const ROWS: readonly ServersRow[] = [failoverRow, rollingRow, accessRow, stormRow, capacityRow];

import type { Attack } from '../attack.ts';
import { danglingUpdates } from './danglingUpdates.ts';
import { deepValues } from './deepValues.ts';
import { fakeCursors } from './fakeCursors.ts';
import { flood } from './flood.ts';
import { fuzz } from './fuzz.ts';
import { joinStorm } from './joinStorm.ts';
import { oversizedUpdates } from './oversizedUpdates.ts';
import { silentSockets } from './silentSockets.ts';
import { slowReaders } from './slowReaders.ts';
import { wholeStates } from './wholeStates.ts';

/** Everything that is tried. */
export const ATTACKS: readonly Attack[] = [
  danglingUpdates,
  fakeCursors,
  oversizedUpdates,
  deepValues,
  silentSockets,
  slowReaders,
  joinStorm,
  wholeStates,
  flood,
  fuzz,
];

import type * as Y from 'yjs';
import { fail } from '../../result.ts';
import { isSafeKey } from '../json.ts';
import { PERSON, type Origin } from '../origins.ts';
import { rootMap } from '../roots.ts';
import { write, type CommandResult } from './command.ts';

/** Makes a Take the active one of its slot. Whether the Take exists is the ledger's business: a later one may not be here yet. */
export function pickTake(doc: Y.Doc, slotId: string, takeId: string, origin: Origin = PERSON): CommandResult {
  if (!isSafeKey(slotId) || takeId === '') return fail('invalid', 'A pick names a shot and a Take.', 'takeId');
  return write(doc, origin, () => {
    rootMap(doc, 'selections').set(slotId, takeId);
  });
}

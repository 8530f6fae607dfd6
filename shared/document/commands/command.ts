import type * as Y from 'yjs';
import { fail, type Result } from '../../result.ts';
import type { Origin } from '../origins.ts';

/** Why a command refused. Nothing was written. */
export type Refusal = 'absent' | 'invalid' | 'exists' | 'too-many';

/** What a command returns: the value it made, or why it refused. */
export type CommandResult<Value = void> = Result<Value, Refusal>;

/** Runs a checked write as one transaction. A command checks first: Yjs has no rollback. */
export function write<Value>(
  doc: Y.Doc,
  origin: Origin,
  change: () => Value,
): { readonly ok: true; readonly value: Value } {
  return { ok: true, value: doc.transact(change, origin) };
}

/** Refuses a command because what it names is not there (any more). */
export function absent(what: string): CommandResult<never> {
  return fail('absent', `${what} is not in this project any more. Somebody may have removed it; undo brings it back.`);
}

import type * as Y from 'yjs';
import { fail } from '../../result.ts';
import { isId } from '../documentName.ts';
import { SESSION, type Origin } from '../origins.ts';
import { MAX_TAKES_PER_INTENT, readIntent, type Author, type IntentRow } from '../records/intent.ts';
import { rootMap } from '../roots.ts';
import { absent, write, type CommandResult } from './command.ts';

/** Writes an intent: Takes of a node, or the render of an Assembler. Works offline; the job runs when the server has it. */
export function requestTakes(doc: Y.Doc, intent: IntentRow, origin: Origin = SESSION): CommandResult<string> {
  const { id, ...fields } = intent;
  if (!isId(id)) return fail('invalid', 'An intent id is a lower-case UUID.', 'id');
  if (intent.kind === 'take' && (intent.seeds.length === 0 || intent.seeds.length > MAX_TAKES_PER_INTENT)) {
    return fail(
      'too-many',
      `One run makes 1 to ${MAX_TAKES_PER_INTENT} Takes; ${intent.seeds.length} were asked for.`,
      'seeds',
    );
  }
  if (!readIntent(id, fields))
    return fail('invalid', 'This run is not complete: it needs a node, a quality and whole seeds.', 'intent');
  if (!rootMap(doc, 'nodes').has(intent.nodeId)) return absent('This node');
  const intents = rootMap(doc, 'intents');
  if (intents.has(id)) return fail('exists', 'This run was asked for already.', 'id');
  return write(doc, origin, () => {
    const { inputs } = intent;
    const seen = inputs ? { inputs: { hash: inputs.hash, parts: { ...inputs.parts } } } : {};
    intents.set(id, { ...fields, ...seen, seeds: [...intent.seeds], requestedBy: { ...intent.requestedBy } });
    return id;
  });
}

/** Says that an intent is no longer wanted; a second cancellation changes nothing. */
export function cancelIntent(
  doc: Y.Doc,
  intentId: string,
  cancelledBy: Author,
  cancelledAt: number,
  origin: Origin = SESSION,
): CommandResult {
  if (!rootMap(doc, 'intents').has(intentId)) return absent('This run');
  const cancellations = rootMap(doc, 'cancellations');
  return write(doc, origin, () => {
    if (!cancellations.has(intentId)) cancellations.set(intentId, { cancelledBy: { ...cancelledBy }, cancelledAt });
  });
}

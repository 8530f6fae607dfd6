import * as Y from 'yjs';
import { fail, ok } from '../../result.ts';
import { isJson, type Json } from '../json.ts';
import { PERSON, type Origin } from '../origins.ts';
import { isWritableField } from '../records/node.ts';
import { recordOf } from '../roots.ts';
import { absent, write, type CommandResult } from './command.ts';

/** Sets one field of a node; null removes it, so that its default holds again. Shared texts are edited, never set. */
export function setNodeField(
  doc: Y.Doc,
  nodeId: string,
  name: string,
  value: Json,
  origin: Origin = PERSON,
): CommandResult {
  const record = recordOf(doc, 'nodes', nodeId);
  if (!record) return absent('This node');
  if (!isWritableField(name)) return fail('invalid', `“${name}” cannot be set on a node.`, name);
  if (!isJson(value)) return fail('invalid', `“${name}” must be JSON with finite numbers.`, name);
  if (record.get(name) instanceof Y.Text) return fail('invalid', `“${name}” is a shared text: edit it in place.`, name);
  return write(doc, origin, () => {
    if (value === null) record.delete(name);
    else record.set(name, value);
  });
}

/** The shared text `name` of a node, for an editor to bind to; refused when the node or the text is not there. */
export function nodeText(doc: Y.Doc, nodeId: string, name: string): CommandResult<Y.Text> {
  const text = recordOf(doc, 'nodes', nodeId)?.get(name);
  return text instanceof Y.Text ? ok(text) : absent('This text');
}

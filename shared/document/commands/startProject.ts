import type * as Y from 'yjs';
import { SERVICE } from '../origins.ts';
import { rootMap, SCHEMA_VERSION } from '../roots.ts';
import { type CommandResult, write } from './command.ts';

/**
 * Writes the first of a new project: its title, and the schema it was begun with, from which later versions migrate it.
 * The server alone calls this, once, before anybody joins.
 */
export function startProject(doc: Y.Doc, title: string): CommandResult {
  return write(doc, SERVICE, () => {
    const meta = rootMap(doc, 'meta');
    meta.set('title', title);
    meta.set('schemaVersion', SCHEMA_VERSION);
  });
}

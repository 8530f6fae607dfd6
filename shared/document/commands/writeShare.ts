import type * as Y from 'yjs';
import { SERVICE, type Origin } from '../origins.ts';
import type { SharedTakeRow, ShareMetaRow } from '../records/share.ts';
import { rootMap } from '../roots.ts';
import { write, type CommandResult } from './command.ts';

/** Makes a share document show exactly these Takes; unchanged ones are not written again. The server alone calls this. */
export function publishShare(
  doc: Y.Doc,
  meta: ShareMetaRow,
  takes: readonly SharedTakeRow[],
  origin: Origin = SERVICE,
): CommandResult {
  return write(doc, origin, () => {
    const metaMap = rootMap(doc, 'meta');
    for (const [name, value] of Object.entries(meta)) if (metaMap.get(name) !== value) metaMap.set(name, value);
    const table = rootMap(doc, 'takes');
    const wanted = new Set(takes.map((take) => take.id));
    for (const id of [...table.keys()]) if (!wanted.has(id)) table.delete(id);
    for (const { id, ...fields } of takes) {
      if (JSON.stringify(table.get(id)) !== JSON.stringify(fields)) table.set(id, fields);
    }
  });
}

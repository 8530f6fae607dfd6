import type { Extension } from '@hocuspocus/server';
import {
  type DocumentName,
  type Migration,
  migrate,
  MIGRATIONS,
  parseDocumentName,
  rootMap,
  SCHEMA_VERSION,
  withoutUpdateEvents,
} from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import * as Y from 'yjs';
import type { JournalStore } from '../storage/journalStore.ts';
import type { DocumentSizes } from './documentSizes.ts';
import type { Folding } from './folding/folding.ts';
import { applyStored } from './updates/applyStored.ts';
import { compactSoon } from './updates/compactDocument.ts';
import type { SyncContext } from './visit.ts';

/** The shape that project documents are brought to when they are read. */
export interface DocumentSchema {
  readonly version: number;
  readonly migrations: readonly Migration[];
}

/** What this server writes. */
export const CURRENT_SCHEMA: DocumentSchema = { version: SCHEMA_VERSION, migrations: MIGRATIONS };

/** What loading needs. */
export interface LoadingSettings {
  readonly store: Pick<JournalStore, 'read' | 'withLock'>;
  readonly sizes: DocumentSizes;
  readonly folding: Folding;
  readonly clock: () => number;
  readonly schema: DocumentSchema;
}

/**
 * Reads a document before anyone joins it. An absent one is empty; one that cannot be read throws, so that nobody is ever
 * shown, or writes over, an empty document in its place.
 */
export function createLoading(settings: LoadingSettings): Extension<SyncContext> {
  return {
    extensionName: 'loading',
    async onLoadDocument({ document, documentName }) {
      const name = unwrap(parseDocumentName(documentName));
      const stored = await settings.store.read(documentName);
      // Nobody is here to hear of it; and Hocuspocus would send it to whoever connects in this turn, beside their first sync.
      withoutUpdateEvents(document, () => applyStored(document, stored));
      compactSoon(document);
      const bytes = stored.rows.reduce((sum, row) => sum + row.update.length, 0);
      settings.sizes.add(document, bytes + (stored.state?.update.length ?? 0));
      settings.folding.start(documentName, stored.rows.length, bytes, stored.state?.storedBytes ?? 0);
      if (!isOfOtherSchema(name, document, settings.schema)) return;
      const migrated = await migrateStored(settings, documentName);
      withoutUpdateEvents(document, () => Y.applyUpdate(document, migrated));
    },
  };
}

// A document that nobody wrote yet has no schema, and is not brought into being by a migration.
function isOfOtherSchema(name: DocumentName, document: Y.Doc, schema: DocumentSchema): boolean {
  if (name.kind !== 'project' || document.store.clients.size === 0) return false;
  const version: unknown = rootMap(document, 'meta').get('schemaVersion') ?? 1;
  return version !== schema.version;
}

// Under the lock, and from what is stored then: of two servers that open a document one migrates it. A document of a newer
// schema throws, and is not opened.
async function migrateStored(settings: LoadingSettings, documentName: string): Promise<Uint8Array> {
  return settings.store.withLock(documentName, async (locked) => {
    const doc = new Y.Doc();
    applyStored(doc, await locked.read());
    const before = Y.encodeStateVector(doc);
    const ran = unwrap(migrate(doc, settings.schema.migrations, settings.schema.version));
    const update = Y.encodeStateAsUpdate(doc, before);
    if (ran.length > 0) await locked.append(update, settings.clock());
    const whole = Y.encodeStateAsUpdate(doc);
    doc.destroy();
    return whole;
  });
}

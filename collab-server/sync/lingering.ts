import type { Document, Extension, Hocuspocus } from '@hocuspocus/server';
import type { DocumentSizes } from './documentSizes.ts';
import type { SyncLimits } from './limits.ts';
import type { SyncContext } from './visit.ts';

/** What lingering needs. */
export interface LingeringSettings {
  readonly limits: Pick<SyncLimits, 'lingerMs' | 'lingerDocuments' | 'lingerBytes'>;
  readonly sizes: DocumentSizes;
}

/** Keeps documents in memory for a while after their last reader. */
export interface Lingering {
  readonly extension: Extension<SyncContext>;
  /** How many documents are kept that nobody may be in. */
  count(): number;
  /** Lets all of them go now, and keeps no more. */
  release(): void;
}

interface Lingerer {
  readonly document: Document;
  readonly instance: Hocuspocus;
  readonly bytes: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Whoever reloads a page, or goes to another project and back, finds the document there still. It is held like an open
 * one, so that nothing about it differs; those that left first go first where there are too many, or too large ones.
 */
export function createLingering({ limits, sizes }: LingeringSettings): Lingering {
  const lingerers = new Map<Document, Lingerer>();
  const leaving = new WeakSet<Document>();
  let bytes = 0;
  let isReleased = false;

  function keep(document: Document, instance: Hocuspocus): void {
    const timer = setTimeout(() => letGo(document), limits.lingerMs).unref();
    const lingerer = { document, instance, timer, bytes: sizes.of(document) };
    document.addDirectConnection();
    lingerers.set(document, lingerer);
    bytes += lingerer.bytes;
    for (const oldest of lingerers.keys()) {
      if (lingerers.size <= limits.lingerDocuments && bytes <= limits.lingerBytes) return;
      letGo(oldest);
    }
  }

  // Unloading is asked for, not done: somebody may be in it again, or an edit under way.
  function letGo(document: Document): void {
    const lingerer = lingerers.get(document);
    if (!lingerer) return;
    lingerers.delete(document);
    clearTimeout(lingerer.timer);
    bytes -= lingerer.bytes;
    document.removeDirectConnection();
    leaving.add(document);
    // After the unloading that may be under way right now: it sees by itself that nobody holds the document.
    setImmediate(() => void unload(lingerer).finally(() => leaving.delete(document)));
  }

  return {
    extension: {
      extensionName: 'lingering',
      async beforeUnloadDocument({ document, instance }) {
        if (isReleased || limits.lingerMs <= 0 || leaving.has(document) || lingerers.has(document)) return;
        keep(document, instance);
      },
    },
    count: () => lingerers.size,
    release() {
      isReleased = true;
      for (const document of lingerers.keys()) letGo(document);
    },
  };
}

// Hocuspocus unloads by name: what was gone already must not take a document with it that was opened since.
async function unload({ document, instance }: Lingerer): Promise<void> {
  if (instance.documents.get(document.name) === document) await instance.unloadDocument(document);
}

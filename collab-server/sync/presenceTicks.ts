import type { Document, TransactionOrigin } from '@hocuspocus/server';

/** How long movements of a document are gathered: more often than a screen of cursors needs, and nobody sees more. */
const TICK_MS = 50;
const ORIGIN: TransactionOrigin = { source: 'local' };

/** Tells of changed presence, many changes as one. */
export interface PresenceTicks {
  /** The state of a client has changed in the document's awareness, and nobody was told yet. */
  changed(document: Document, clientId: number): void;
}

/** Tells of the first change at once and of those within the next tick together: a lone cursor never waits. */
export function createPresenceTicks(): PresenceTicks {
  const gathered = new WeakMap<Document, Set<number>>();

  function startTick(document: Document): void {
    gathered.set(document, new Set());
    setTimeout(() => endTick(document), TICK_MS).unref();
  }

  function endTick(document: Document): void {
    const clients = gathered.get(document);
    gathered.delete(document);
    if (!clients || clients.size === 0 || document.isDestroyed) return;
    tell(document, clients);
    startTick(document);
  }

  return {
    changed(document, clientId) {
      const clients = gathered.get(document);
      if (clients) clients.add(clientId);
      else {
        tell(document, [clientId]);
        startTick(document);
      }
    },
  };
}

// As y-protocols does after it took states: Hocuspocus sends them to everybody here and to the other servers.
function tell({ awareness }: Document, clients: Iterable<number>): void {
  awareness.emit('update', [{ added: [], updated: [...clients], removed: [] }, ORIGIN]);
}

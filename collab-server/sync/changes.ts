import { type Extension, isTransactionOrigin } from '@hocuspocus/server';
import { type DocumentName, parseDocumentName } from '@studio/shared/document';
import type { Logger } from 'pino';
import { authorOf, type ChangeAuthor } from './ports.ts';
import type { SyncContext } from './visit.ts';

/** Hears that a document was changed through this server, and by whom. */
export type ChangeListener = (document: DocumentName, authors: readonly ChangeAuthor[]) => void | Promise<void>;

/** The context of the server's own writes. */
export interface WriteContext {
  readonly author: ChangeAuthor;
}

/** Tells listeners of changes, several close together as one. */
export interface Changes {
  readonly extension: Extension<SyncContext>;
  subscribe(listener: ChangeListener): () => void;
  /** Tells what is pending now, and resolves when every listener has done with it. */
  settle(): Promise<void>;
}

const GATHER_MS = 150;

/** Creates the news of changes. Changes that came from another server are that server's news. */
export function createChanges(logger: Logger): Changes {
  const listeners = new Set<ChangeListener>();
  const pending = new Map<string, Map<string, ChangeAuthor>>();
  const telling = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    const news = [...pending];
    pending.clear();
    for (const [documentName, authors] of news) {
      const name = parseDocumentName(documentName);
      if (!name.ok) continue;
      for (const listener of listeners) {
        const told = tellOne(listener, name.value, [...authors.values()]).finally(() => telling.delete(told));
        telling.add(told);
      }
    }
  }

  async function tellOne(
    listener: ChangeListener,
    name: DocumentName,
    authors: readonly ChangeAuthor[],
  ): Promise<void> {
    try {
      await listener(name, authors);
    } catch (error) {
      logger.error({ err: error, document: name }, 'What follows from a change failed');
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async settle() {
      tell();
      while (telling.size > 0 || pending.size > 0) {
        await Promise.all(telling);
        tell();
      }
    },
    extension: {
      extensionName: 'changes',
      async onChange({ documentName, transactionOrigin }) {
        const author = authorOfOrigin(transactionOrigin);
        if (!author) return;
        const authors = pending.get(documentName) ?? new Map<string, ChangeAuthor>();
        pending.set(documentName, authors.set(`${author.kind} ${author.id}`, author));
        timer ??= setTimeout(tell, GATHER_MS);
      },
    },
  };
}

function authorOfOrigin(origin: unknown): ChangeAuthor | undefined {
  if (!isTransactionOrigin(origin)) return undefined;
  if (origin.source === 'connection') {
    const { visit } = origin.connection.context as SyncContext;
    return visit && authorOf(visit.identity);
  }
  return origin.source === 'local' ? (origin.context as WriteContext | undefined)?.author : undefined;
}

import type { Document } from '@hocuspocus/server';
import { type DocumentName, formatDocumentName } from '@studio/shared/document';
import { ok, type Result } from '@studio/shared/result';
import type { JournalWriter } from '../storage/journalWriter.ts';
import type { DocumentSizes } from './documentSizes.ts';
import type { Folding } from './folding/folding.ts';
import { authorOf, type ChangeAuthor, type Identity } from './ports.ts';
import { checkUpdate, type NewUpdate } from './updates/checkUpdate.ts';

/** A change that may be made; `store` resolves when it is durable, and only then may it be applied. */
export interface Accepted {
  store(): Promise<void>;
}

/** The one way into the journal, for what clients send and for the server's own writes. */
export interface Acceptance {
  check(
    document: Document,
    name: DocumentName,
    identity: Identity,
    change: NewUpdate,
    author?: ChangeAuthor,
  ): Result<Accepted, 'invalid'>;
}

/** What acceptance needs. */
export interface AcceptanceSettings {
  readonly journal: JournalWriter;
  readonly sizes: DocumentSizes;
  readonly folding: Folding;
  readonly clock: () => number;
}

/** Joins the check of a change to its append. */
export function createAcceptance({ journal, sizes, folding, clock }: AcceptanceSettings): Acceptance {
  return {
    check(document, name, identity, change, author = authorOf(identity)) {
      const outbox = checkUpdate(document, name, identity, change);
      if (!outbox.ok) return outbox;
      const { update } = change;
      return ok({
        async store() {
          const documentName = formatDocumentName(name);
          await journal.append({
            document: documentName,
            authorKind: author.kind,
            authorId: author.id,
            at: clock(),
            update,
            outbox: outbox.value,
          });
          sizes.add(document, update.length);
          folding.count(documentName, 1, update.length);
        },
      });
    },
  };
}

import type { DirectConnection, Document, Hocuspocus } from '@hocuspocus/server';
import { type DocumentName, formatDocumentName } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import type { Acceptance } from './acceptUpdate.ts';
import type { WriteContext } from './changes.ts';
import type { ChangeAuthor } from './ports.ts';
import { inspectUpdate } from './updates/inspectUpdate.ts';
import type { SyncContext } from './visit.ts';

/** Why the server's own write or read did not happen; nothing was written. */
export type WriteFailure = 'load-failed' | 'not-stored';

/** Reads and writes documents, whether or not anybody has them open. */
export interface ServerWrites {
  /** Runs a command as the server, or in a person's name; it is durable before anybody sees it. A refused one writes nothing. */
  write<Value, Reason extends string>(
    name: DocumentName,
    change: (doc: Y.Doc) => Result<Value, Reason>,
    author?: ChangeAuthor,
  ): Promise<Result<Value, Reason | WriteFailure>>;
  /** Reads a document; `look` must not change or keep it. */
  read<Value>(name: DocumentName, look: (doc: Y.Doc) => Value): Promise<Result<Value, 'load-failed'>>;
}

/** What server writes need. */
export interface ServerWritesSettings {
  readonly hocuspocus: () => Hocuspocus<SyncContext>;
  readonly accept: Acceptance;
  readonly logger: Logger;
}

const SERVER: ChangeAuthor = { kind: 'service', id: 'service', name: 'Studio' };

/** Creates the server's own way into documents: the same checks and journal that clients' edits pass. */
export function createServerWrites(settings: ServerWritesSettings): ServerWrites {
  const inTurn = createTurns();
  const clientIds = new WeakMap<Y.Doc, number>();
  return {
    async write(name, change, author = SERVER) {
      const written = await inTurn(formatDocumentName(name), () =>
        withDocument(settings, name, (document) => writeNow({ settings, clientIds, document, name, author }, change)),
      );
      return written.ok ? written.value : written;
    },
    read: (name, look) => withDocument(settings, name, async (document) => look(document)),
  };
}

// One write to a document after the other: the second builds on the first, under the same Yjs client.
function createTurns(): <Value>(documentName: string, work: () => Promise<Value>) => Promise<Value> {
  const chains = new Map<string, Promise<unknown>>();
  return (documentName, work) => {
    const turn = (chains.get(documentName) ?? Promise.resolve()).then(work, work);
    chains.set(documentName, turn);
    const leave = () => {
      if (chains.get(documentName) === turn) chains.delete(documentName);
    };
    turn.then(leave, leave);
    return turn;
  };
}

async function withDocument<Value>(
  { hocuspocus, logger }: ServerWritesSettings,
  name: DocumentName,
  work: (document: Document) => Promise<Value>,
): Promise<Result<Value, 'load-failed'>> {
  let opened: { connection: DirectConnection; document: Document };
  try {
    opened = await openDocument(hocuspocus(), formatDocumentName(name));
  } catch (error) {
    logger.warn({ err: error, document: name }, 'A document could not be read for the server');
    return fail('load-failed', 'The document could not be read just now. Nothing was changed; try again.');
  }
  try {
    return ok(await work(opened.document));
  } finally {
    await opened.connection.disconnect({ unloadImmediately: false });
  }
}

async function openDocument(
  hocuspocus: Hocuspocus<SyncContext>,
  documentName: string,
): Promise<{ connection: DirectConnection; document: Document }> {
  for (;;) {
    const connection = await hocuspocus.openDirectConnection(documentName);
    const { document } = connection as unknown as { document: Document };
    // It may have been unloaded while it was handed over; the next one is read anew.
    if (!document.isDestroyed) return { connection, document };
  }
}

interface Writing {
  readonly settings: ServerWritesSettings;
  /** The Yjs client under which the server writes to an open document. */
  readonly clientIds: WeakMap<Y.Doc, number>;
  readonly document: Document;
  readonly name: DocumentName;
  readonly author: ChangeAuthor;
}

async function writeNow<Value, Reason extends string>(
  { settings, clientIds, document, name, author }: Writing,
  change: (doc: Y.Doc) => Result<Value, Reason>,
): Promise<Result<Value, Reason | WriteFailure>> {
  // On a copy: Yjs cannot take back what a command wrote before it refused or before the journal did.
  const copy = new Y.Doc();
  const before = Y.encodeStateVector(document);
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(document));
  copy.clientID = clientIds.get(document) ?? copy.clientID;
  clientIds.set(document, copy.clientID);
  const result = change(copy);
  const update = Y.encodeStateAsUpdate(copy, before);
  copy.destroy();
  if (!result.ok) return result;
  const inspection = inspectUpdate(document, update);
  if (inspection.kind === 'known') return result;
  if (inspection.kind !== 'new') throw new Error(`The server's own write is ${inspection.kind}.`);
  const checked = settings.accept.check(document, name, { kind: 'service' }, inspection, author);
  if (!checked.ok) throw new Error(`The server's own write is invalid: ${checked.failure.message}`);
  try {
    await checked.value.store();
  } catch (error) {
    // It may be stored all the same: its clocks must not be given to another change.
    clientIds.delete(document);
    settings.logger.error({ err: error, document: name }, "The journal could not take the server's own write");
    return fail('not-stored', 'The change could not be stored just now. Nothing was changed; try again.');
  }
  const context: WriteContext = { author };
  Y.applyUpdate(document, update, { source: 'local', context });
  return result;
}

import type { Document, Extension, Hocuspocus } from '@hocuspocus/server';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import { type JournalMark, type JournalStore, NOTHING_STORED } from '../storage/journalStore.ts';
import type { SyncLimits } from './limits.ts';
import { inspectUpdate } from './updates/inspectUpdate.ts';
import type { SyncContext } from './visit.ts';

/** What following needs. */
export interface JournalFollowerSettings {
  readonly store: Pick<JournalStore, 'read' | 'readMarks' | 'readBetween'>;
  readonly hocuspocus: () => Hocuspocus<SyncContext>;
  readonly limits: SyncLimits;
  readonly clock: () => number;
  readonly logger: Logger;
  /** Whether the servers pass on what they took; while they do not, the journal is all that joins them. */
  readonly isLinked: () => boolean;
  /** Whether the journal may have what this server did not put into its documents itself. */
  readonly mayLack: () => boolean;
}

/**
 * While servers are not linked, rows this young are left for the next look: this server's own are on their way into the
 * document, and their news are told by whoever brought them.
 */
const TOO_YOUNG_MS = 500;

/** How long looking at rows may keep others waiting. */
const SLICE_MS = 2;

/** Keeps open documents from lacking what the journal has. */
export interface JournalFollower {
  readonly extension: Extension<SyncContext>;
  /** Looks no more; resolves when a look under way is over. */
  stop(): Promise<void>;
}

/**
 * Brings into open documents what the journal has and nobody passed on: what another server acknowledged when it or Redis
 * died, and what this one gave up on and was stored all the same. Rows are looked at only when their append cannot be
 * under way any more: what this server acknowledged is in the document by then.
 */
export function createJournalFollower(settings: JournalFollowerSettings): JournalFollower {
  const { store, limits, clock, logger } = settings;
  const marks = new Map<string, JournalMark>();
  /** The newest row that was brought in while the servers were not linked. */
  const ahead = new Map<string, number>();
  let looking = Promise.resolve();
  const settledAt = () => clock() - limits.appendTimeoutMs;

  async function lookAt(name: string, document: Document, mark: JournalMark): Promise<void> {
    const last = marks.get(name);
    if (!last || isSame(last, mark)) return;
    // Looking at rows costs as much as taking them did.
    const isWhole = !settings.mayLack() || (await catchUp(settings, document, last, mark));
    // A row may build on one that is not to be seen yet: then everything is read at the next look.
    if (marks.has(name)) marks.set(name, isWhole ? mark : NOTHING_STORED);
  }

  async function look(): Promise<void> {
    const open = [...settings.hocuspocus().documents].filter(([name]) => marks.has(name));
    if (open.length === 0) return;
    try {
      const now = await store.readMarks(
        open.map(([name]) => name),
        settledAt(),
      );
      for (const [name, document] of open) await lookAt(name, document, now.get(name) ?? NOTHING_STORED);
    } catch (error) {
      logger.warn({ err: error }, 'The journal could not be followed just now');
    }
  }

  const timers = [
    setInterval(() => void (looking = looking.then(look)), limits.followIntervalMs),
    setInterval(() => void (looking = looking.then(() => lookAhead(settings, marks, ahead))), limits.followUnlinkedMs),
  ];
  for (const timer of timers) timer.unref();
  return {
    extension: {
      extensionName: 'journal-follower',
      // Before the document is read, so that nothing falls in between.
      async onLoadDocument({ documentName }) {
        const found = await store.readMarks([documentName], settledAt());
        marks.set(documentName, found.get(documentName) ?? NOTHING_STORED);
      },
      async afterUnloadDocument({ documentName, instance }) {
        if (instance.documents.has(documentName)) return;
        marks.delete(documentName);
        ahead.delete(documentName);
      },
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer);
      return looking;
    },
  };
}

function isSame(one: JournalMark, other: JournalMark): boolean {
  return one.newestId === other.newestId && one.rows === other.rows && one.foldedAt === other.foldedAt;
}

async function readUnseen(
  store: Pick<JournalStore, 'read' | 'readBetween'>,
  name: string,
  last: JournalMark,
  mark: JournalMark,
): Promise<readonly Uint8Array[]> {
  if (last.foldedAt === mark.foldedAt) {
    const between = await store.readBetween(name, last.newestId, mark.newestId);
    if (last.rows + between.length === mark.rows) return between;
  }
  // Folded since: rows that were not seen may be in the state now. Or one came in behind those that were seen.
  return readSettled(store, name, mark.newestId);
}

// The marks stay where they are: a row with a lower number may become visible later.
async function lookAhead(
  settings: JournalFollowerSettings,
  marks: ReadonlyMap<string, JournalMark>,
  ahead: Map<string, number>,
): Promise<void> {
  const open = [...settings.hocuspocus().documents].filter(([name]) => marks.has(name));
  if (settings.isLinked() || open.length === 0) return;
  try {
    const names = open.map(([name]) => name);
    const now = await settings.store.readMarks(names, settings.clock() - TOO_YOUNG_MS);
    for (const [name, document] of open) {
      const [last, mark] = [marks.get(name), now.get(name)];
      if (!last || !mark || mark.newestId === ahead.get(name)) continue;
      await catchUp(settings, document, last, mark);
      ahead.set(name, mark.newestId);
    }
  } catch (error) {
    settings.logger.warn({ err: error }, 'The journal could not be followed just now');
  }
}

async function readSettled(
  store: Pick<JournalStore, 'read'>,
  name: string,
  newestId: number,
): Promise<readonly Uint8Array[]> {
  const { state, rows } = await store.read(name);
  const updates = rows.filter((row) => row.id <= newestId).map((row) => row.update);
  if (!state) return updates;
  return [state.format === 'v2' ? Y.convertUpdateFormatV2ToV1(state.update) : state.update, ...updates];
}

async function catchUp(
  { store, logger }: JournalFollowerSettings,
  document: Document,
  last: JournalMark,
  mark: JournalMark,
): Promise<boolean> {
  const turn = createTurn();
  for (const update of await readUnseen(store, document.name, last, mark)) {
    await turn();
    // Unloaded meanwhile: whoever opens it next reads all of it.
    if (document.isDestroyed) return false;
    const inspection = inspectUpdate(document, update);
    if (inspection.kind === 'gap') return false;
    if (inspection.kind !== 'new') continue;
    logger.warn({ document: document.name }, 'An edit was stored and not passed on; it comes from the journal');
    // As if Redis had brought it: it is in the journal, and its own server has told of it.
    Y.applyUpdate(document, inspection.update, { source: 'redis' });
  }
  return true;
}

/** Lets others go first whenever a slice of time is used up: seconds of everybody's edits are looked at here. */
function createTurn(): () => Promise<void> {
  let beganAt = performance.now();
  return async () => {
    if (performance.now() - beganAt < SLICE_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    beganAt = performance.now();
  };
}

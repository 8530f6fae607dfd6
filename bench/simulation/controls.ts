import * as Y from 'yjs';
import type { JournalEntry, JournalStore } from '../../collab-server/storage/journalStore.ts';
import { createJournalWriter, type JournalWriter } from '../../collab-server/storage/journalWriter.ts';
import { packState } from '../../collab-server/storage/stateEncoding.ts';
import type { RunFold } from '../../collab-server/sync/folding/foldStored.ts';
import { applyStored } from '../../collab-server/sync/updates/applyStored.ts';
import type { IssueStore, IssuingSlot } from '../../job-runner/database/issueStore.ts';
import type { Sabotage } from './world/sabotage.ts';

/** A studio with one thing wrong, which the simulation must notice. */
export interface Control {
  readonly what: string;
  readonly sabotage: Sabotage;
  /** What the simulation says of it. */
  readonly catches: RegExp;
}

/** Every control by its name. */
export const CONTROLS = {
  'acknowledge-first': {
    what: 'says that an edit is stored and stores it afterwards',
    sabotage: { journalOf: acknowledgeFirst },
    catches: /before the journal had it|is saved; the journal has/,
  },
  'outbox-apart': {
    what: 'stores intents in the journal and then, by themselves, in the outbox',
    sabotage: { storeOf: outboxApart },
    catches: /the journal has the (intent|cancellation) .*, the outbox has not/,
  },
  'no-fence': {
    what: 'takes a result of whichever attempt comes with it',
    sabotage: { issuesOf: withoutFence },
    catches: /a result of attempt .* was accepted/,
  },
  'fold-drops-newest': {
    what: 'folds all rows but the newest and removes them all',
    sabotage: { foldOf: foldWithoutNewest },
    catches: /a fold changed/,
  },
  'follower-skips': {
    what: 'takes none of what another server stored and did not pass on, until it is folded',
    sabotage: { storeOf: nothingBetween },
    catches: /lacks .* edits that others stored long ago/,
  },
  'clocks-reused': {
    what: "takes a lost answer for a write that did not happen, and gives its edits' clocks to the next",
    sabotage: { beforeServerWrite: sameClient },
    catches: /equal state vectors, other content/,
  },
} as const satisfies { [name: string]: Control };

/** The name of a control. */
export type ControlName = keyof typeof CONTROLS;

function acknowledgeFirst(store: JournalStore): JournalWriter {
  const behind = createJournalWriter({ store, clock: Date.now });
  return {
    append: async (entry) => {
      // What goes wrong now is nobody's to hear: that is what is wrong.
      behind.append(entry).catch(() => undefined);
    },
    settle: () => behind.settle(),
  };
}

function outboxApart(store: JournalStore): JournalStore {
  const only = (entries: readonly JournalEntry[]) => entries.map((entry) => ({ ...entry, outbox: [] }));
  return {
    ...store,
    async append(entries) {
      await store.append(only(entries));
      const queued = entries.filter((entry) => entry.outbox.length > 0);
      // The update comes along again, which changes nothing; killed before this, nobody ever runs the intent.
      if (queued.length > 0) await store.append(queued);
    },
  };
}

function withoutFence(store: IssueStore): IssueStore {
  const anyAttempt = (slot: IssuingSlot, attempt: number): IssuingSlot => ({ ...slot, openAttempt: attempt });
  return {
    ...store,
    issuing: (place, work) => store.issuing(place, (slot) => work(anyAttempt(slot, place.attempt))),
  };
}

function foldWithoutNewest(store: JournalStore): RunFold {
  return (document, at) =>
    store.withLock(document, async (locked) => {
      const stored = await locked.read();
      const doc = new Y.Doc();
      applyStored(doc, { ...stored, rows: stored.rows.slice(0, -1) });
      const state = packState(Y.encodeStateAsUpdateV2(doc));
      const ids = stored.rows.map((row) => row.id);
      if (ids.length > 1) await locked.replaceByState(state, ids, at);
      return { rows: ids.length, rowBytes: 0, stateBytes: state.length };
    });
}

function nothingBetween(store: JournalStore): JournalStore {
  return {
    ...store,
    readBetween: async () => [],
    async readMarks(documents, settledAt) {
      const marks = await store.readMarks(documents, settledAt);
      // With as many rows as it takes nobody misses one.
      return new Map([...marks].map(([document, mark]) => [document, { ...mark, rows: 0 }]));
    },
  };
}

const SERVER_CLIENT = 7;

function sameClient(copy: Y.Doc): void {
  copy.clientID = SERVER_CLIENT;
}

/** Who caused a transaction, and whether that person's undo sees it. Compared by identity, never sent to peers. */
export interface Origin {
  readonly name: 'person' | 'session' | 'service' | 'migration';
  readonly isUndoable: boolean;
}

/** A person's edit through a command: undo takes it back. */
export const PERSON: Origin = Object.freeze({ name: 'person', isUndoable: true });
/** A person's act that undo must not take back: a Generate that may already be running, a cancellation, a review. */
export const SESSION: Origin = Object.freeze({ name: 'session', isUndoable: false });
/** The server's or the job-runner's own write. */
export const SERVICE: Origin = Object.freeze({ name: 'service', isUndoable: false });
/** A migration of the schema, before any client joins. */
export const MIGRATION: Origin = Object.freeze({ name: 'migration', isUndoable: false });

/** The origins that a person's UndoManager tracks. */
export const UNDOABLE_ORIGINS: ReadonlySet<Origin> = new Set([PERSON]);

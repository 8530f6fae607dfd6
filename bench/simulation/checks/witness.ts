import * as Y from 'yjs';

type Ends = Map<number, number>;
/** What a transaction deleted. */
export type DeleteSet = Y.Transaction['deleteSet'];

/** What is known of one document from outside: by client, the clock after its last edit. */
export interface DocumentRecord {
  /** In the journal. */
  readonly durable: Ends;
  /** Said to be saved. */
  readonly acknowledged: Ends;
  readonly acknowledgedDeletes: DeleteSet[];
  /** Written by somebody. */
  readonly written: Ends;
}

/** Sees what every part of a simulation says and does, and knows nothing of how. Keeps the first thing that is wrong. */
export class Witness {
  readonly #documents = new Map<string, DocumentRecord>();
  #flaw: string | undefined;
  /** How many single things were compared. */
  checks = 0;

  /** The first thing that was wrong. */
  get flaw(): string | undefined {
    return this.#flaw;
  }

  report(flaw: string): void {
    this.#flaw ??= flaw;
  }

  /** Counts a check, and reports when it does not hold. */
  expect(holds: boolean, flaw: () => string): void {
    this.checks += 1;
    if (!holds) this.report(flaw());
  }

  of(document: string): DocumentRecord {
    const known = this.#documents.get(document);
    if (known) return known;
    const record: DocumentRecord = {
      durable: new Map(),
      acknowledged: new Map(),
      acknowledgedDeletes: [],
      written: new Map(),
    };
    this.#documents.set(document, record);
    return record;
  }

  stored(document: string, update: Uint8Array): void {
    const { durable } = this.of(document);
    for (const [client, end] of Y.parseUpdateMeta(update).to) raise(durable, client, end);
  }

  wrote(document: string, client: number, end: number): void {
    raise(this.of(document).written, client, end);
  }

  /** A reader is shown an update that came from a server; up to `waiting` it was on the reader's own device. */
  saw(document: string, reader: string, update: Uint8Array, waiting: ReadonlyMap<number, number>): void {
    const { durable } = this.of(document);
    for (const [client, end] of Y.parseUpdateMeta(update).to) {
      this.expect(
        (durable.get(client) ?? 0) >= end || (waiting.get(client) ?? 0) >= end,
        () => `${reader} was shown ${client}:${end} before the journal had it (it has ${durable.get(client) ?? 0})`,
      );
    }
  }

  /** A writer is told that all of its edits are saved. */
  acknowledged(document: string, writer: string, client: number, end: number, deletes: readonly DeleteSet[]): void {
    const record = this.of(document);
    raise(record.acknowledged, client, end);
    record.acknowledgedDeletes.push(...deletes);
    const durable = record.durable.get(client) ?? 0;
    this.expect(durable >= end, () => `${writer} was told that ${client}:${end} is saved; the journal has ${durable}`);
  }
}

function raise(ends: Ends, client: number, end: number): void {
  if ((ends.get(client) ?? 0) < end) ends.set(client, end);
}

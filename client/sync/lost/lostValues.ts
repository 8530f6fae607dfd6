import {
  changedPlaces,
  copyRecord,
  fateOfWrite,
  ownWritesOf,
  placeKey,
  recordOf,
  takeBack,
  type ChangedPlaces,
  type CommandResult,
  type Json,
  type OwnWrite,
  type RecordCopy,
  type RecordPlace,
  type ValuePlace,
} from '@studio/shared/document';
import type * as Y from 'yjs';
import { FrameSignal, type Schedule } from '../frameSignal.ts';
import type { OwnWriteLog } from './ownWriteLog.ts';

/** A value of mine that somebody else's won over. `by` is the client that wrote it; null is the default of its field. */
export interface LostValue {
  readonly kind: 'value';
  readonly key: string;
  readonly place: ValuePlace;
  readonly mine: Json;
  readonly theirs: Json;
  readonly by: number;
}

/** A record that somebody removed while I worked in it. */
export interface LostRecord {
  readonly kind: 'record';
  readonly key: string;
  readonly place: RecordPlace;
  readonly copy: RecordCopy;
}

/** Something of mine that did not survive a merge. */
export type Loss = LostValue | LostRecord;

/** What following a document needs. */
export interface LostValuesParts {
  readonly doc: Y.Doc;
  readonly log: OwnWriteLog;
  /** True for a client that this person uses elsewhere just now. */
  readonly isMyOther: (client: number) => boolean;
  readonly schedule?: Schedule;
}

interface Tracked {
  readonly write: OwnWrite;
  isUnanswered: boolean;
}

/** Writes of mine that are followed after the server has them: a colleague may come back with an older, stronger value. */
const MOST_FOLLOWED = 2000;

/**
 * Follows what I set in a document and notices where another's value won over it without knowing of it: at once, or when
 * one of us comes back. Nothing of this is stored in the document.
 */
export class LostValues {
  readonly signal: FrameSignal;
  readonly #parts: LostValuesParts;
  readonly #writes = new Map<string, Tracked>();
  readonly #records = new Map<string, LostRecord>();
  readonly #lostWrites = new Map<string, OwnWrite>();
  readonly #lostRecords = new Map<string, LostRecord>();
  #losses: readonly Loss[] | undefined;

  constructor(parts: LostValuesParts) {
    this.#parts = parts;
    this.signal = new FrameSignal(parts.schedule);
    parts.log.addClient(parts.doc.clientID);
    for (const [key, entry] of parts.log.read()) {
      if (entry.kind === 'record') {
        const record = { kind: 'record', key, place: entry.place, copy: entry.copy } as const;
        (entry.isLost ? this.#lostRecords : this.#records).set(key, record);
      } else if (entry.isLost) this.#lostWrites.set(key, entry.write);
      else this.#writes.set(key, { write: entry.write, isUnanswered: true });
    }
    parts.doc.on('afterTransaction', this.#follow);
  }

  /** What of mine was lost and not settled, oldest first; the same list until something changes. */
  readonly losses = (): readonly Loss[] => {
    this.#losses ??= [...this.#readLostRecords(), ...this.#readLostValues()];
    return this.#losses;
  };

  /** The server has everything that I set so far. */
  acknowledged(): void {
    for (const [key, tracked] of this.#writes) {
      if (tracked.isUnanswered) this.#parts.log.remove(key);
      tracked.isUnanswered = false;
    }
    for (const key of this.#records.keys()) this.#parts.log.remove(key);
    this.#records.clear();
    this.#bound();
  }

  /** Takes losses back, all in one step of undo. */
  takeBack(losses: readonly Loss[]): CommandResult {
    const values = losses.flatMap((loss) => (loss.kind === 'value' ? [{ place: loss.place, value: loss.mine }] : []));
    const records = losses.flatMap((loss) => (loss.kind === 'record' ? [{ place: loss.place, copy: loss.copy }] : []));
    const result = takeBack(this.#parts.doc, { values, records });
    if (result.ok) this.settle(losses);
    return result;
  }

  /** Leaves things as they are and says no more of these losses. */
  settle(losses: readonly Loss[]): void {
    for (const { key } of losses) this.#end(key);
    this.#changed();
  }

  /** Stops following. */
  dispose(): void {
    this.#parts.doc.off('afterTransaction', this.#follow);
  }

  readonly #follow = (transaction: Y.Transaction): void => {
    if (transaction.changed.size === 0) return;
    const places = changedPlaces(this.#parts.doc, transaction);
    if (transaction.local) this.#note(ownWritesOf(this.#parts.doc, transaction), places);
    else this.#judge(places);
    if (this.#lostWrites.size + this.#lostRecords.size > 0 || this.#losses?.length) this.#changed();
  };

  #note(writes: readonly OwnWrite[], { edited, replaced }: ChangedPlaces): void {
    for (const write of writes) {
      const key = placeKey(write.place);
      this.#writes.delete(key);
      this.#writes.set(key, { write, isUnanswered: true });
      this.#lostWrites.delete(key);
      this.#parts.log.put(key, { kind: 'write', write });
    }
    for (const place of edited) this.#copy(place);
    for (const place of replaced) this.#forget(place);
  }

  /** Keeps a record as it stands now: I have worked in it, and somebody may be removing it. */
  #copy(place: RecordPlace): void {
    const copy = copyRecord(this.#parts.doc, place);
    if (!copy) return;
    const key = recordKey(place);
    this.#records.set(key, { kind: 'record', key, place, copy });
    this.#parts.log.put(key, { kind: 'record', place, copy });
  }

  #judge({ values, edited, replaced }: ChangedPlaces): void {
    for (const place of edited) if (this.#records.has(recordKey(place))) this.#copy(place);
    for (const place of values) {
      const key = placeKey(place);
      const lost = this.#lostWrites.get(key);
      if (lost && this.#fateOf(lost, true).kind !== 'lost') this.#end(key);
      const tracked = this.#writes.get(key);
      const fate = tracked && this.#fateOf(tracked.write, tracked.isUnanswered);
      if (!tracked || fate?.kind === 'stands' || fate?.kind === 'row-gone') continue;
      this.#writes.delete(key);
      if (fate?.kind === 'lost') {
        this.#lostWrites.set(key, tracked.write);
        this.#parts.log.put(key, { kind: 'write', write: tracked.write, isLost: true });
      } else this.#parts.log.remove(key);
    }
    for (const place of replaced) this.#judgeRecord(place);
  }

  #judgeRecord(place: RecordPlace): void {
    const key = recordKey(place);
    const record = this.#records.get(key);
    if (recordOf(this.#parts.doc, place.root, place.row)) {
      if (this.#lostRecords.delete(key)) this.#parts.log.remove(key);
    } else if (record) {
      this.#forget(place);
      this.#lostRecords.set(key, record);
      this.#parts.log.put(key, { ...record, isLost: true });
    } else if (!this.#lostRecords.has(key)) this.#forget(place);
  }

  #fateOf(write: OwnWrite, isUnanswered: boolean): ReturnType<typeof fateOfWrite> {
    const { doc, log, isMyOther } = this.#parts;
    const isMine = (client: number) => client === doc.clientID || isMyOther(client) || log.clients().has(client);
    return fateOfWrite(doc, write, { isMine, isUnanswered });
  }

  #end(key: string): void {
    this.#lostWrites.delete(key);
    this.#lostRecords.delete(key);
    if (!this.#writes.get(key)?.isUnanswered) this.#parts.log.remove(key);
  }

  /** A record that is gone or new takes what was known of its fields with it. */
  #forget(place: RecordPlace): void {
    const isWithin = ({ root, row }: RecordPlace | ValuePlace) => root === place.root && row === place.row;
    const keys = [recordKey(place)];
    for (const [key, { write }] of this.#writes) if (isWithin(write.place)) keys.push(key);
    for (const [key, write] of this.#lostWrites) if (isWithin(write.place)) keys.push(key);
    for (const key of keys) {
      for (const known of [this.#writes, this.#records, this.#lostWrites, this.#lostRecords]) known.delete(key);
      this.#parts.log.remove(key);
    }
  }

  *#readLostValues(): Iterable<LostValue> {
    for (const [key, write] of this.#lostWrites) {
      // Since then somebody may have set it as I had it, or it may have been taken back in another tab.
      const fate = this.#fateOf(write, true);
      if (fate.kind !== 'lost') continue;
      yield { kind: 'value', key, place: write.place, mine: write.value, theirs: fate.theirs, by: fate.by };
    }
  }

  *#readLostRecords(): Iterable<LostRecord> {
    for (const record of this.#lostRecords.values()) {
      if (!recordOf(this.#parts.doc, record.place.root, record.place.row)) yield record;
    }
  }

  #bound(): void {
    for (const key of this.#writes.keys()) {
      if (this.#writes.size <= MOST_FOLLOWED) return;
      this.#writes.delete(key);
    }
  }

  #changed(): void {
    this.#losses = undefined;
    this.signal.emit();
  }
}

function recordKey({ root, row }: RecordPlace): string {
  return `record ${placeKey({ root, row, field: null })}`;
}

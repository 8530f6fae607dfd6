/** The part of `localStorage` that the count needs. */
export type CountStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'studio.unsent';

/**
 * How many edits of mine the server has not acknowledged, for one document, kept over reloads. Each tab has its own
 * entry: a tab that opens carries the counts it finds, because it finds those edits in the offline store too.
 */
export class UnsentLog {
  readonly #store: CountStore;
  readonly #prefix: string;
  readonly #ownKey: string;
  /** What other tabs and earlier visits have counted, as far as their edits are in this tab's document. */
  #carried: ReadonlyMap<string, number> = new Map();
  #own = 0;

  constructor(store: CountStore, documentKey: string, tabId: string) {
    this.#store = store;
    this.#prefix = `${PREFIX}:${documentKey}:`;
    this.#ownKey = this.#prefix + tabId;
    this.adopt();
  }

  /** Edits without acknowledgement, those of earlier visits included. */
  get count(): number {
    let count = this.#own;
    for (const carried of this.#carried.values()) count += carried;
    return count;
  }

  /** Carries the counts of other tabs too, because what they wrote is in this tab's document now. */
  adopt(): void {
    const others = this.#keys().filter((key) => key !== this.#ownKey);
    this.#carried = new Map(others.map((key) => [key, readCount(this.#store.getItem(key))]));
  }

  /** Counts an edit of mine. */
  add(): void {
    this.#own += 1;
    this.#write();
  }

  /** Everything this tab knows is acknowledged; returns how many edits that were. */
  clear(): number {
    const cleared = this.count;
    if (cleared === 0) return 0;
    for (const [key, carried] of this.#carried) {
      // The other tab has gone on counting: its newer edits are not among those that were acknowledged here.
      if (readCount(this.#store.getItem(key)) === carried) this.#store.removeItem(key);
    }
    this.#store.removeItem(this.#ownKey);
    this.#carried = new Map();
    this.#own = 0;
    return cleared;
  }

  #write(): void {
    try {
      this.#store.setItem(this.#ownKey, String(this.#own));
    } catch (error) {
      // The count is lost by a reload then; the edits themselves are the offline store's business.
      console.warn('unsent-count.not-kept', error);
    }
  }

  #keys(): readonly string[] {
    const keys: string[] = [];
    for (let index = 0; index < this.#store.length; index += 1) {
      const key = this.#store.key(index);
      if (key?.startsWith(this.#prefix)) keys.push(key);
    }
    return keys;
  }
}

/** How many edits of a document wait on this device, whichever tabs made them. */
export function unsentEditsOf(store: CountStore, documentKey: string): number {
  return new UnsentLog(store, documentKey, '').count;
}

/** Forgets the edits that were counted for a document: they are not on this device any more. */
export function forgetUnsent(store: CountStore, documentKey: string): void {
  new UnsentLog(store, documentKey, '').clear();
}

function readCount(text: string | null): number {
  const count = Number(text);
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

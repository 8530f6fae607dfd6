/** Work of a transaction: what it reads is committed, what it stages happens at its end, together. */
export interface Transaction {
  read<Answer>(work: () => Answer): Promise<Answer>;
  stage(work: () => void): Promise<void>;
}

/** How one process reaches the store. Every method rejects when the answer does not come back, whatever the store did. */
export interface StoreLink {
  /** One statement. */
  call<Answer>(work: () => Answer): Promise<Answer>;
  /** A statement that takes its numbers when it arrives and is seen by others when it is committed. */
  commit(arrive: () => () => void): Promise<void>;
  /** A transaction under locks, taken in their order; it is undone when `work` rejects, when its process dies, and when the store restarts. */
  transaction<Answer>(locks: readonly string[], work: (transaction: Transaction) => Promise<Answer>): Promise<Answer>;
  /** One statement that waits for a lock. */
  locked<Answer>(lock: string, work: () => Answer): Promise<Answer>;
}

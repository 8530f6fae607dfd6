import type { SimulatedProcess } from '../time/simulatedProcess.ts';
import { virtualTime } from '../time/virtualTime.ts';
import type { StoreLink, Transaction } from './storeLink.ts';
import { StoreTables } from './storeTables.ts';

/** What befalls a statement: it is refused, it happens and its answer is lost, or it takes longer than anybody waits. */
export type StoreFault = 'refused' | 'answer-lost' | 'slow';

/** What chance decides about the store. Times in milliseconds. */
export interface StoreChance {
  travelMs(): number;
  commitMs(): number;
  slowMs(): number;
  /** The fault of the next statement, mostly none. */
  nextFault(): StoreFault | undefined;
}

/** An open transaction as the store knows it. */
interface OpenTransaction {
  isOver: boolean;
  readonly releases: (() => void)[];
  end(): void;
}

/** The one store behind all servers and runners, each of which reaches it over a link of its own. */
export class SimulatedStore {
  readonly tables = new StoreTables();
  readonly #chance: StoreChance;
  readonly #away = new Set<SimulatedProcess>();
  readonly #open = new Set<OpenTransaction>();
  #isDown = false;
  /** Raised by each restart: what was not committed before it never is. */
  #life = 0;

  constructor(chance: StoreChance) {
    this.#chance = chance;
  }

  /** Stops the store, as kill -9 would: what is not committed is gone, and nobody is answered. */
  stop(): void {
    this.#isDown = true;
    this.#life += 1;
    for (const transaction of this.#open) transaction.end();
  }

  start(): void {
    this.#isDown = false;
  }

  /** Takes a process off the network to the store, or lets it back. */
  setAway(owner: SimulatedProcess, isAway: boolean): void {
    if (isAway) this.#away.add(owner);
    else this.#away.delete(owner);
  }

  /** Lets everybody back, and runs. */
  heal(): void {
    this.start();
    this.#away.clear();
  }

  /** How a process reaches the store. */
  linkOf(owner: SimulatedProcess): StoreLink {
    return {
      call: (work) => this.#ask(owner, async () => work()),
      commit: (arrive) =>
        this.#ask(owner, async (fault) => {
          const change = arrive();
          await this.#passes(fault === 'slow' ? this.#chance.slowMs() : this.#chance.commitMs());
          change();
        }),
      locked: (lock, work) =>
        this.#ask(owner, async () => {
          const release = await this.tables.locks.acquire(lock);
          try {
            return work();
          } finally {
            release();
          }
        }),
      transaction: (locks, work) => this.#transact(owner, locks, work),
    };
  }

  async #transact<Answer>(
    owner: SimulatedProcess,
    locks: readonly string[],
    work: (transaction: Transaction) => Promise<Answer>,
  ): Promise<Answer> {
    const staged: (() => void)[] = [];
    const opened = this.#openFor(owner);
    const whileOpen = <Value>(act: () => Value) =>
      this.#ask(owner, async () => {
        if (opened.isOver) throw new Error('The transaction is over: its connection was lost.');
        return act();
      });
    try {
      await this.#ask(owner, () => this.#lock(opened, locks));
      const answer = await work({
        read: whileOpen,
        stage: (change) => whileOpen(() => void staged.push(change)),
      });
      await whileOpen(() => {
        for (const change of staged) change();
        opened.end();
      });
      return answer;
    } finally {
      // Nobody waits for a rollback; the store hears of it when it hears nothing more.
      virtualTime.plan(this.#chance.travelMs(), () => opened.end(), undefined);
    }
  }

  #openFor(owner: SimulatedProcess): OpenTransaction {
    const releases: (() => void)[] = [];
    const transaction: OpenTransaction = {
      isOver: false,
      releases,
      end: () => {
        transaction.isOver = true;
        this.#open.delete(transaction);
        forget();
        for (const release of releases) release();
      },
    };
    const forget = owner.whenKilled(() => transaction.end());
    this.#open.add(transaction);
    return transaction;
  }

  async #lock(transaction: OpenTransaction, locks: readonly string[]): Promise<void> {
    for (const lock of locks) {
      const release = await this.tables.locks.acquire(lock);
      transaction.releases.push(release);
      if (transaction.isOver) release();
    }
  }

  /** Goes to the store and comes back. `work` runs there; it and the answer fail when the store or the way do. */
  #ask<Answer>(owner: SimulatedProcess, work: (fault: StoreFault | undefined) => Promise<Answer>): Promise<Answer> {
    const fault = this.#chance.nextFault();
    return new Promise((resolve, reject) => {
      const back = (answer: () => void) => virtualTime.plan(this.#chance.travelMs(), answer, owner);
      const lose = () => back(() => reject(new Error('The connection to the database was lost.')));
      const arrive = async () => {
        const life = this.#life;
        if (this.#isDown || this.#away.has(owner) || fault === 'refused') return lose();
        try {
          const answer = await work(fault);
          const isLost = fault === 'answer-lost' || life !== this.#life || this.#away.has(owner);
          if (isLost) lose();
          else back(() => resolve(answer));
        } catch (error) {
          back(() => reject(error));
        }
      };
      virtualTime.plan(this.#chance.travelMs(), () => void arrive(), undefined);
    });
  }

  /** Waits inside the store; fails when the store stops meanwhile. */
  #passes(ms: number): Promise<void> {
    const life = this.#life;
    return new Promise((resolve, reject) => {
      virtualTime.plan(
        ms,
        () => (life === this.#life ? resolve() : reject(new Error('The database was stopped.'))),
        undefined,
      );
    });
  }
}

import type { Delays } from '../network/connection.ts';
import type { SignalChance } from '../store/memorySignals.ts';
import type { StoreChance, StoreFault } from '../store/simulatedStore.ts';
import { SIMULATED_LIMITS } from './simulatedServer.ts';
import type { Chance } from './chance.ts';

/** Counts what was done to a world, by kind. */
export type FaultCounts = Map<string, number>;

/** What goes wrong in a world by itself, while it is not healed. */
export class WorldFaults implements StoreChance, SignalChance, Delays {
  readonly counts: FaultCounts = new Map();
  /** Of so many statements one meets a fault; none while this is 0. */
  storeFaultOneIn = 0;
  readonly #chance: Chance;
  #isHealed = false;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** From now on nothing goes wrong by itself. */
  heal(): void {
    this.#isHealed = true;
    this.storeFaultOneIn = 0;
  }

  count(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  message(): number {
    return this.#chance.isOneIn(40) ? this.#chance.between(10, 200) : this.#chance.between(0.5, 8);
  }

  noticing(): number {
    return this.#chance.isOneIn(3) ? this.#chance.between(5, 1500) : this.#chance.between(0, 5);
  }

  travelMs(): number {
    return this.#chance.between(0.2, 1.5);
  }

  commitMs(): number {
    return this.#chance.isOneIn(30) ? this.#chance.between(5, 400) : this.#chance.between(0.5, 4);
  }

  slowMs(): number {
    return SIMULATED_LIMITS.appendTimeoutMs * this.#chance.between(1, 2);
  }

  nextFault(): StoreFault | undefined {
    if (this.storeFaultOneIn === 0 || !this.#chance.isOneIn(this.storeFaultOneIn)) return undefined;
    const fault = this.#chance.random.pick<StoreFault>(['refused', 'answer-lost', 'answer-lost', 'slow']);
    this.count(`store: ${fault}`);
    return fault;
  }

  delayMs(): number {
    return this.#chance.between(0.3, 5);
  }

  isLost(): boolean {
    return !this.#isHealed && this.#chance.isOneIn(8);
  }
}

import { type Random, seededRandom } from '@studio/shared/random';
import { seedChance } from '../time/installVirtualTime.ts';

/**
 * All chance of a world. Each operation begins it anew from a seed of its own, so that cutting one operation out of a
 * run changes little of what the others meet.
 */
export class Chance {
  #random: Random;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    seedChance(seed);
  }

  /** Begins anew, for the libraries too. */
  restart(seed: number): void {
    this.#random = seededRandom(seed);
    seedChance(seed ^ 0x5bd1e995);
  }

  get random(): Random {
    return this.#random;
  }

  isOneIn(count: number): boolean {
    return this.#random.next() * count < 1;
  }

  /** A number in [from, to). */
  between(from: number, to: number): number {
    return from + this.#random.next() * (to - from);
  }
}

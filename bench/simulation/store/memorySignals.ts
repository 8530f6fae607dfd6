import type { Signal, Signals } from '../../../job-runner/database/signals.ts';
import type { SimulatedProcess } from '../time/simulatedProcess.ts';
import { virtualTime } from '../time/virtualTime.ts';

/** What chance decides about signals; a lost one only costs time. */
export interface SignalChance {
  delayMs(): number;
  isLost(): boolean;
}

/** Passes signals between all runners, and from the journal to them. */
export class SignalBoard {
  readonly #chance: SignalChance;
  readonly #runners = new Map<SimulatedProcess, Set<(signal: Signal) => void>>();

  constructor(chance: SignalChance) {
    this.#chance = chance;
  }

  /** How a runner hears and sends signals. */
  of(owner: SimulatedProcess): Signals {
    const listeners = new Set<(signal: Signal) => void>();
    this.#runners.set(owner, listeners);
    owner.whenKilled(() => this.#runners.delete(owner));
    return {
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      send: async (signal) => this.send(signal),
    };
  }

  send(signal: Signal): void {
    for (const [owner, listeners] of this.#runners) {
      if (this.#chance.isLost()) continue;
      const tell = () => {
        for (const listener of listeners) listener(signal);
      };
      virtualTime.plan(this.#chance.delayMs(), tell, owner);
    }
  }
}

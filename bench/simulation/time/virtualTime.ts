import { EventQueue, type TimedEvent } from './eventQueue.ts';
import type { SimulatedProcess } from './simulatedProcess.ts';

/** Virtual time begins here, in milliseconds since 1970. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

interface Planned extends TimedEvent {
  atMs: number;
  readonly owner: SimulatedProcess | undefined;
  work: (() => void) | undefined;
}

/** Something planned that can still be called off. */
export interface Plan {
  cancel(): void;
}

/**
 * A clock that jumps from event to event. Each event belongs to the process that planned it and is left out when that
 * has died; between two events everything that needs no time happens to its end, so that a process dies only where it
 * waits for something.
 */
export class VirtualTime {
  readonly #events = new EventQueue<Planned>();
  #nowMs = 0;
  #sequence = 0;
  #current: SimulatedProcess | undefined;
  /** How many events have happened. */
  count = 0;

  /** Milliseconds since the simulation began. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** The process in whose name things happen now. */
  get current(): SimulatedProcess | undefined {
    return this.#current;
  }

  /** What the clock of the present process shows. */
  wallMs(): number {
    return EPOCH_MS + this.#nowMs + (this.#current?.clockSkewMs ?? 0);
  }

  /** Forgets everything and begins anew. */
  reset(): void {
    this.#events.clear();
    this.#nowMs = 0;
    this.#sequence = 0;
    this.#current = undefined;
  }

  plan(delayMs: number, work: () => void, owner = this.#current): Plan {
    const atMs = this.#nowMs + (delayMs > 0 ? delayMs : 0);
    const event: Planned = { atMs, sequence: (this.#sequence += 1), owner, work };
    this.#events.push(event);
    return {
      cancel: () => {
        event.work = undefined;
      },
    };
  }

  /** Does something in the name of a process, with all that follows from it at once. */
  async act<Value>(owner: SimulatedProcess | undefined, work: () => Value): Promise<Value> {
    this.#current = owner;
    const value = work();
    await everythingAtOnce();
    this.#current = undefined;
    return value;
  }

  /** Lets everything happen that is planned within the next `ms`. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (let event = this.#events.first; event && event.atMs <= untilMs; event = this.#events.first) {
      this.#events.pop();
      this.#nowMs = event.atMs;
      if (!event.work || event.owner?.isAlive === false) continue;
      if (event.owner && event.owner.pausedUntilMs > event.atMs) {
        event.atMs = event.owner.pausedUntilMs;
        this.#events.push(event);
        continue;
      }
      this.count += 1;
      this.#current = event.owner;
      event.work();
      await everythingAtOnce();
    }
    this.#current = undefined;
    this.#nowMs = untilMs;
  }
}

/** The time of this thread. */
export const virtualTime = new VirtualTime();

// Bound before the timers of the thread are replaced. A tick comes only after all microtasks, however many they beget.
const { nextTick } = process;
function everythingAtOnce(): Promise<void> {
  return new Promise((resolve) => queueMicrotask(() => nextTick(resolve)));
}

/** What runners tell each other at once; each is also found without it, by looking again. */
export interface Signal {
  readonly kind: 'outbox' | 'work' | 'cancel';
  /** The intent of a cancellation, else empty. */
  readonly intentId: string;
}

/** Hears and sends signals between all runners of a studio. Lost ones only cost time. */
export interface Signals {
  /** Calls `listener` for each signal; returns how to stop. */
  subscribe(listener: (signal: Signal) => void): () => void;
  /** Sends a signal to every runner, this one included. */
  send(signal: Signal): Promise<void>;
}

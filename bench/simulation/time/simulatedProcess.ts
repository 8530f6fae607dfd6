/** Something that runs in virtual time and can be killed: a server, a job-runner, a browser tab, the store. */
export class SimulatedProcess {
  readonly name: string;
  /** How far its clock is from the others', in milliseconds. */
  clockSkewMs = 0;
  /** Until then it stands still, as one whose machine sleeps; what it missed happens at once afterwards. */
  pausedUntilMs = 0;
  #isAlive = true;
  readonly #onDeath = new Set<() => void>();

  constructor(name: string) {
    this.name = name;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Calls back when this process dies, as the other end of a connection would notice; returns how to stop. */
  whenKilled(listener: () => void): () => void {
    this.#onDeath.add(listener);
    return () => this.#onDeath.delete(listener);
  }

  /** Ends it between two steps: nothing that it waits for ever comes back to it. */
  kill(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    for (const listener of this.#onDeath) listener();
    this.#onDeath.clear();
  }
}

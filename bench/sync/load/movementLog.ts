/** When movements were seen by somebody who watches: each at that one's sight, or at the sight of a later one of the same. */
export class MovementLog {
  /** How long each movement took to be seen, in milliseconds. */
  readonly latenciesMs: number[] = [];
  /** How many places were seen; fewer than movements where several were told as one. */
  seen = 0;
  readonly #waiting = new Map<number, { readonly number: number; readonly since: number }[]>();

  /** A client moved, since then, in milliseconds of `performance.now()`. */
  moved(clientId: number, number: number, since: number): void {
    const waiting = this.#waiting.get(clientId) ?? [];
    waiting.push({ number, since });
    this.#waiting.set(clientId, waiting);
  }

  /** A client is seen at a place now. */
  sighted(clientId: number, number: number, now: number): void {
    const waiting = this.#waiting.get(clientId) ?? [];
    if (waiting.length > 0) this.seen += 1;
    while (waiting[0] && waiting[0].number <= number) {
      this.latenciesMs.push(now - waiting[0].since);
      waiting.shift();
    }
  }

  /** Movements that nobody has seen, nor a later one of the same client. */
  unseen(): number {
    return [...this.#waiting.values()].reduce((sum, waiting) => sum + waiting.length, 0);
  }
}

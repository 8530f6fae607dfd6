/** Locks by key, given in the order in which they are asked for. */
export class Locks {
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Resolves with how to release it; releasing twice does nothing more. */
  acquire(key: string): Promise<() => void> {
    return new Promise((resolve) => {
      const grant = () => resolve(this.#once(key));
      const waiting = this.#waiting.get(key);
      if (waiting) waiting.push(grant);
      else {
        this.#waiting.set(key, []);
        grant();
      }
    });
  }

  /** True while somebody holds it. */
  isHeld(key: string): boolean {
    return this.#waiting.has(key);
  }

  #once(key: string): () => void {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      const next = this.#waiting.get(key)?.shift();
      if (next) next();
      else this.#waiting.delete(key);
    };
  }
}

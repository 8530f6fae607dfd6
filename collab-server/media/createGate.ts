/** Lets only so many pieces of work run at once; the others wait in order. */
export type Gate = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Creates a gate for `width` pieces of work at once. */
export function createGate(width: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, not given back: nobody slips in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

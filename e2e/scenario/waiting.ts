const POLL_MS = 20;

/** Looks again and again until there is something; throws, naming what was waited for, when the time is over. */
export async function waitFor<Seen>(
  what: string,
  look: () => Seen | undefined | Promise<Seen | undefined>,
  timeoutMs = 30_000,
): Promise<Seen> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Waits for a promise; throws, naming what was waited for, when the time is over. */
export async function within<Value>(what: string, promise: Promise<Value>, timeoutMs = 30_000): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

// Loaded before a contender's own entry: answers how much memory the process holds after a forced collection.
process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'memory') return;
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ type: 'memory', rss, heap: heapUsed + external });
});
// Listening alone must not keep a process alive.
process.channel?.unref();

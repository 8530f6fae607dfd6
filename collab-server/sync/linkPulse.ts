import type { Redis } from 'ioredis';

const PULSE_MS = 1000;
/** Without a pulse for this long a connection is taken for dead, whatever it says of itself. */
const DEAD_AFTER_MS = 3500;

/** What a pulse needs; `onBack` is called each time the pulse is felt again, the first time included. */
export interface LinkPulseSettings {
  readonly publisher: Redis;
  readonly subscriber: Redis;
  /** A channel of this server's own. */
  readonly channel: string;
  readonly clock: () => number;
  readonly onBack: () => void;
}

/** Whether what this server says to Redis comes back from it. */
export interface LinkPulse {
  isFelt(): boolean;
  stop(): void;
}

/**
 * Sends itself a word through Redis every second. A connection to a Redis that is gone without a word looks open for many
 * minutes, and one that only listens never learns otherwise; a pulse that stays away says it, and both are made anew.
 */
export function startLinkPulse({ publisher, subscriber, channel, clock, onBack }: LinkPulseSettings): LinkPulse {
  let heardAt = Number.NEGATIVE_INFINITY;
  let isBack = false;
  let beganAt = clock();
  const isFelt = () =>
    isBack && publisher.status === 'ready' && subscriber.status === 'ready' && clock() - heardAt < DEAD_AFTER_MS;
  subscriber.on('messageBuffer', (on: Buffer) => {
    if (on.toString() !== channel) return;
    heardAt = clock();
    if (isBack) return;
    isBack = true;
    onBack();
  });
  // What is refused while Redis is away is told by the connection itself.
  subscriber.subscribe(channel).catch(() => undefined);
  function beat(): void {
    if (isBack && !isFelt()) isBack = false;
    const isStuck = clock() - Math.max(heardAt, beganAt) > DEAD_AFTER_MS;
    for (const client of isStuck ? [publisher, subscriber] : []) {
      if (client.status === 'ready') client.disconnect(true);
    }
    if (isStuck) beganAt = clock();
    if (publisher.status === 'ready') void publisher.publish(channel, '');
  }
  publisher.on('ready', beat);
  const timer = setInterval(beat, PULSE_MS);
  timer.unref();
  return { isFelt, stop: () => clearInterval(timer) };
}

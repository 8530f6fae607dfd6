import type { SimulatedProcess } from '../time/simulatedProcess.ts';
import { virtualTime } from '../time/virtualTime.ts';

type Listener = (...args: Buffer[]) => unknown;

/** The Redis between servers: passes messages on, keeps none, and can be unreachable for some. */
export class SimulatedRedis {
  readonly #clients = new Set<RedisConnection>();
  readonly #away = new Set<SimulatedProcess>();
  readonly delayMs: () => number;

  constructor(delayMs: () => number) {
    this.delayMs = delayMs;
  }

  /** Opens a connection in the name of the present process. */
  connect(): RedisConnection {
    const owner = virtualTime.current;
    if (!owner) throw new Error('A connection belongs to a process.');
    const client = new RedisConnection(this, owner);
    this.#clients.add(client);
    owner.whenKilled(() => this.#clients.delete(client));
    virtualTime.plan(this.delayMs(), () => client.emit('ready'), owner);
    return client;
  }

  /** Cuts a process off from the others, or joins it again: then its connections are ready anew. */
  setAway(owner: SimulatedProcess, isAway: boolean): void {
    if (isAway === this.#away.has(owner)) return;
    if (isAway) this.#away.add(owner);
    else {
      this.#away.delete(owner);
      for (const client of this.#clients) {
        if (client.owner === owner) virtualTime.plan(this.delayMs(), () => client.emit('ready'), owner);
      }
    }
  }

  isAway(owner: SimulatedProcess): boolean {
    return this.#away.has(owner);
  }

  /** Joins everybody again. */
  heal(): void {
    for (const owner of [...this.#away]) this.setAway(owner, false);
  }

  subscribersOf(channel: string): readonly RedisConnection[] {
    return [...this.#clients].filter((one) => one.channels.has(channel) && !this.#away.has(one.owner));
  }

  leave(client: RedisConnection): void {
    this.#clients.delete(client);
  }
}

type Done = (error?: Error) => void;

/** As much of a Redis client as the link between servers uses. */
export class RedisConnection {
  readonly owner: SimulatedProcess;
  readonly channels = new Set<string>();
  readonly #redis: SimulatedRedis;
  readonly #listeners = new Map<string, Listener[]>();
  /** Messages on one connection keep their order. */
  #arrivesMs = 0;
  #asksMs = 0;

  constructor(redis: SimulatedRedis, owner: SimulatedProcess) {
    this.#redis = redis;
    this.owner = owner;
  }

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  emit(event: string, ...args: Buffer[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...args);
  }

  publish(channel: string, message: Buffer | string): Promise<number> {
    return this.#ask(() => {
      const subscribers = this.#redis.subscribersOf(channel);
      for (const one of subscribers) one.#receive(channel, Buffer.from(message));
      return subscribers.length;
    });
  }

  /** Answers by the promise, and by `done` when there is one: then the promise does not reject. */
  subscribe(channel: string, done?: Done): Promise<void> {
    return this.#answer(() => this.channels.add(channel), done);
  }

  unsubscribe(channel: string, done?: Done): Promise<void> {
    return this.#answer(() => this.channels.delete(channel), done);
  }

  pubsub(_command: 'NUMSUB', channel: string): Promise<[string, number]> {
    return this.#ask(() => [channel, this.#redis.subscribersOf(channel).length]);
  }

  get status(): 'ready' | 'reconnecting' {
    return this.#redis.isAway(this.owner) ? 'reconnecting' : 'ready';
  }

  /** Ends the connection, or makes it anew. */
  disconnect(isMadeAnew = false): void {
    if (!isMadeAnew) this.#redis.leave(this);
    else if (this.status === 'ready') virtualTime.plan(this.#redis.delayMs(), () => this.emit('ready'), this.owner);
  }

  async quit(): Promise<void> {
    this.#redis.leave(this);
  }

  #receive(channel: string, message: Buffer): void {
    this.#arrivesMs = Math.max(this.#arrivesMs, virtualTime.nowMs + this.#redis.delayMs());
    const deliver = () => {
      if (!this.#redis.isAway(this.owner)) this.emit('messageBuffer', Buffer.from(channel), message);
    };
    virtualTime.plan(this.#arrivesMs - virtualTime.nowMs, deliver, this.owner);
  }

  async #answer(work: () => unknown, done: Done | undefined): Promise<void> {
    try {
      await this.#ask(work);
      done?.();
    } catch (error) {
      if (!done) throw error;
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #ask<Answer>(work: () => Answer): Promise<Answer> {
    this.#asksMs = Math.max(this.#asksMs, virtualTime.nowMs + this.#redis.delayMs());
    return new Promise((resolve, reject) => {
      virtualTime.plan(
        this.#asksMs - virtualTime.nowMs,
        () => {
          if (this.#redis.isAway(this.owner)) reject(new Error('Redis is not reachable.'));
          else resolve(work());
        },
        this.owner,
      );
    });
  }
}

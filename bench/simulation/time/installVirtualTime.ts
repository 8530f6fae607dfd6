import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import { type Random, seededRandom } from '@studio/shared/random';
import { type Plan, virtualTime } from './virtualTime.ts';

// Imported before everything else in its thread: libraries take hold of clocks and chance when they are loaded. From
// here on the thread has no clock, timer or randomness but those of the simulation.

let chance: Random = seededRandom(1);

/** Begins the thread's chance anew, from a seed. */
export function seedChance(seed: number): void {
  chance = seededRandom(seed);
}

/** A timer as Node hands it out. */
class VirtualTimer {
  readonly #plan: () => Plan;
  #planned: Plan;

  constructor(plan: () => Plan) {
    this.#plan = plan;
    this.#planned = plan();
  }

  cancel(): void {
    this.#planned.cancel();
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    this.#planned.cancel();
    this.#planned = this.#plan();
    return this;
  }
}

type Work = (...args: unknown[]) => void;

function setTimeoutVirtually(work: Work, ms = 0, ...args: unknown[]): VirtualTimer {
  return new VirtualTimer(() => virtualTime.plan(Math.max(1, ms), () => work(...args)));
}

function setIntervalVirtually(work: Work, ms = 0, ...args: unknown[]): VirtualTimer {
  const timer: VirtualTimer = new VirtualTimer(() =>
    virtualTime.plan(Math.max(1, ms), () => {
      timer.refresh();
      work(...args);
    }),
  );
  return timer;
}

function setImmediateVirtually(work: Work, ...args: unknown[]): VirtualTimer {
  return new VirtualTimer(() => virtualTime.plan(0, () => work(...args)));
}

function clearVirtually(timer: unknown): void {
  if (timer instanceof VirtualTimer) timer.cancel();
}

const hex = (length: number) => Array.from({ length }, () => chance.below(16).toString(16)).join('');
const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;

function fillByChance<Numbers extends { readonly length: number; [index: number]: number }>(numbers: Numbers): Numbers {
  for (let at = 0; at < numbers.length; at += 1) numbers[at] = chance.below(4_294_967_296);
  return numbers;
}

Object.assign(globalThis, {
  setTimeout: setTimeoutVirtually,
  setInterval: setIntervalVirtually,
  setImmediate: setImmediateVirtually,
  clearTimeout: clearVirtually,
  clearInterval: clearVirtually,
  clearImmediate: clearVirtually,
});
Date.now = () => virtualTime.wallMs();
Math.random = () => chance.next();
performance.now = () => virtualTime.nowMs;
Object.assign(timersPromises, {
  setTimeout: (ms?: number, value?: unknown) =>
    new Promise((resolve) => setTimeoutVirtually(() => resolve(value), ms ?? 0)),
});
Object.assign(crypto, { randomUUID: uuid });
for (const source of [crypto.webcrypto, globalThis.crypto]) {
  Object.defineProperty(source, 'getRandomValues', { value: fillByChance, configurable: true });
  Object.defineProperty(source, 'randomUUID', { value: uuid, configurable: true });
}
syncBuiltinESMExports();

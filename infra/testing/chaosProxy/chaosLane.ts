import type { Socket } from 'node:net';
import type { Random } from '@studio/shared/random';
import type { LaneWeather } from './weather.ts';

/** A narrow line holds this much on its way; the rest waits with the sender. */
const MOST_ON_THE_WAY = 64 * 1024;
/** In pieces this short time passes on a narrow line and with a slow reader. */
const PIECE_MS = 20;

/** What a lane needs. `weather` is asked for each piece, so that it may change at any time. */
export interface LaneSettings {
  readonly from: Socket;
  readonly to: Socket;
  readonly weather: () => LaneWeather;
  readonly isDead: () => boolean;
  readonly random: Random;
  /** Ends the whole connection in the middle of what it carries. */
  readonly cut: () => void;
}

/** One direction of a connection: takes from one socket, does to the bytes what the weather says, and gives to the other. */
export class ChaosLane {
  readonly #settings: LaneSettings;
  #onTheWay = 0;
  #arrivesAt = 0;
  #passed = 0;
  #cutSetFor: number | undefined;
  /** Set while a slow reader rests. */
  #rest: NodeJS.Timeout | undefined;
  #isEnded = false;

  constructor(settings: LaneSettings) {
    this.#settings = settings;
    settings.from.on('readable', () => this.#take());
    settings.from.on('end', () => {
      this.#isEnded = true;
      this.#endIfDelivered();
    });
    settings.to.on('drain', () => this.#take());
  }

  /** Begins anew under another weather. */
  weatherChanged(): void {
    clearTimeout(this.#rest);
    this.#rest = undefined;
    this.#take();
  }

  #take(): void {
    const { from, to, isDead } = this.#settings;
    if (this.#rest) return;
    if (isDead()) {
      while (from.read() !== null);
      return;
    }
    const { isHeld, readsPerSecond } = this.#settings.weather();
    if (isHeld || to.writableNeedDrain || this.#onTheWay >= MOST_ON_THE_WAY) return;
    const most = readsPerSecond === undefined ? from.readableLength : Math.ceil((readsPerSecond * PIECE_MS) / 1000);
    const bytes = from.read(Math.min(most, from.readableLength) || undefined) as Buffer | null;
    if (bytes === null) return;
    // Before the bytes are carried: their arrival makes room, and room is a reason to take more.
    if (readsPerSecond !== undefined) this.#rest = setTimeout(() => this.weatherChanged(), PIECE_MS);
    else queueMicrotask(() => this.#take());
    this.#carry(bytes);
  }

  #carry(bytes: Buffer): void {
    const { bytesPerSecond } = this.#settings.weather();
    const piece =
      bytesPerSecond === undefined ? bytes.length : Math.max(1, Math.ceil((bytesPerSecond * PIECE_MS) / 1000));
    for (let start = 0; start < bytes.length; start += piece) this.#send(bytes.subarray(start, start + piece));
  }

  #send(bytes: Buffer): void {
    const { delayMs = 0, jitterMs = 0, bytesPerSecond } = this.#settings.weather();
    const now = performance.now();
    const travelMs = delayMs + jitterMs * this.#settings.random.next();
    const lineMs = bytesPerSecond === undefined ? 0 : (bytes.length / bytesPerSecond) * 1000;
    this.#arrivesAt = Math.max(now + travelMs, this.#arrivesAt + lineMs);
    this.#onTheWay += bytes.length;
    if (this.#arrivesAt <= now) this.#arrive(bytes);
    else setTimeout(() => this.#arrive(bytes), this.#arrivesAt - now);
  }

  #arrive(bytes: Buffer): void {
    const { to, isDead, cut } = this.#settings;
    this.#onTheWay -= bytes.length;
    if (isDead() || to.destroyed) return;
    const room = this.#roomUntilCut();
    to.write(this.#damage(bytes.subarray(0, room)));
    this.#passed += bytes.length;
    if (bytes.length > room) cut();
    else {
      this.#endIfDelivered();
      this.#take();
    }
  }

  #roomUntilCut(): number {
    const { cutAfterBytes } = this.#settings.weather();
    if (cutAfterBytes === undefined) {
      this.#cutSetFor = undefined;
      return Number.POSITIVE_INFINITY;
    }
    this.#cutSetFor ??= this.#passed + cutAfterBytes;
    return Math.max(0, this.#cutSetFor - this.#passed);
  }

  #damage(bytes: Buffer): Buffer {
    const { flipOneBitIn } = this.#settings.weather();
    if (flipOneBitIn === undefined) return bytes;
    const { random } = this.#settings;
    const damaged = Buffer.from(bytes);
    for (let at = 0; at < damaged.length; at += 1) {
      if (random.next() < 1 / flipOneBitIn) damaged[at] = (damaged[at] ?? 0) ^ (1 << random.below(8));
    }
    return damaged;
  }

  #endIfDelivered(): void {
    const { to, isDead } = this.#settings;
    if (this.#isEnded && this.#onTheWay === 0 && !isDead()) to.end();
  }
}

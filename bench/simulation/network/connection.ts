import type { SimulatedProcess } from '../time/simulatedProcess.ts';
import { virtualTime } from '../time/virtualTime.ts';

/** One end of a connection as its process sees it. */
export interface ConnectionEnd {
  readonly owner: SimulatedProcess;
  readonly onMessage: (message: Uint8Array) => void;
  readonly onClose: (code: number, reason: string) => void;
}

/** How long things take on the way, by chance; in milliseconds. */
export interface Delays {
  /** A message from one end to the other. */
  message(): number;
  /** Until an end notices that the other is gone. */
  noticing(): number;
}

const CLOSED_ABNORMALLY = 1006;

class Side {
  readonly end: ConnectionEnd;
  /** A message never overtakes the one before it. */
  arrivesMs = 0;
  hasEnded = false;

  constructor(end: ConnectionEnd) {
    this.end = end;
  }
}

/** A connection between two processes: in order in each direction, until one end closes it or it is cut. */
export class Connection {
  readonly #sides: readonly [Side, Side];
  readonly #delays: Delays;
  readonly #forget: (() => void)[];
  #isCut = false;

  constructor(client: ConnectionEnd, server: ConnectionEnd, delays: Delays) {
    this.#sides = [new Side(client), new Side(server)];
    this.#delays = delays;
    const cut = () => this.cut();
    this.#forget = [client.owner.whenKilled(cut), server.owner.whenKilled(cut)];
  }

  get isOpen(): boolean {
    return !this.#isCut && !this.#sides[0].hasEnded && !this.#sides[1].hasEnded;
  }

  owners(): readonly [SimulatedProcess, SimulatedProcess] {
    return [this.#sides[0].end.owner, this.#sides[1].end.owner];
  }

  /** Sends from one end (0 the client's, 1 the server's) to the other. What is under way when it is cut is lost. */
  send(from: 0 | 1, message: Uint8Array): void {
    if (this.#isCut || this.#sides[from].hasEnded) return;
    const to = this.#sides[from === 0 ? 1 : 0];
    // A copy: the sender may use its buffer again.
    const bytes = message.slice();
    this.#arrive(to, () => {
      if (!this.#isCut && !to.hasEnded) to.end.onMessage(bytes);
    });
  }

  /** Closes from one end: the other hears of it after everything that was sent before. */
  close(from: 0 | 1, code: number, reason: string): void {
    const own = this.#sides[from];
    if (own.hasEnded) return;
    this.#tell(own, 0, code, reason);
    if (this.#isCut) return;
    const to = this.#sides[from === 0 ? 1 : 0];
    this.#arrive(to, () => this.#tell(to, 0, code, reason));
  }

  /** Ends it without a word; each end notices in its own time. */
  cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    for (const forget of this.#forget) forget();
    for (const side of this.#sides) this.#tell(side, this.#delays.noticing(), CLOSED_ABNORMALLY, '');
  }

  #arrive(to: Side, work: () => void): void {
    to.arrivesMs = Math.max(to.arrivesMs, virtualTime.nowMs + this.#delays.message());
    virtualTime.plan(to.arrivesMs - virtualTime.nowMs, work, to.end.owner);
  }

  #tell(side: Side, delayMs: number, code: number, reason: string): void {
    virtualTime.plan(
      delayMs,
      () => {
        if (side.hasEnded) return;
        side.hasEnded = true;
        if (this.#sides.every((one) => one.hasEnded)) for (const forget of this.#forget) forget();
        side.end.onClose(code, reason);
      },
      side.end.owner,
    );
  }
}

/** Who must receive what: every client each edit but its own. */
export interface ExpectedDeliveries {
  readonly clients: number;
  readonly edits: number;
  /** Edits before this one warm up: they must arrive, and their time does not count. */
  readonly firstTimed: number;
  authorOf(edit: number): number;
}

/** The deliveries of a run, one by one. */
export class DeliveryLog {
  /** Different deliveries that came. */
  arrived = 0;
  /** Deliveries that came again. */
  doubled = 0;
  readonly #expected: ExpectedDeliveries;
  readonly #since: Float64Array;
  readonly #has: Uint8Array;
  readonly #latencies: Float64Array;
  #timed = 0;

  constructor(expected: ExpectedDeliveries) {
    this.#expected = expected;
    const { clients, edits, firstTimed } = expected;
    this.#since = new Float64Array(edits);
    this.#has = new Uint8Array(clients * edits);
    this.#latencies = new Float64Array((clients - 1) * (edits - firstTimed));
  }

  /** An edit is on its way since then, in milliseconds of `performance.now()`. */
  sent(edit: number, since: number): void {
    this.#since[edit] = since;
  }

  /** A client has an edit now. Servers may echo: one's own edit is not counted. */
  received(client: number, edit: number, now: number): void {
    const { edits, firstTimed, authorOf } = this.#expected;
    if (edit >= edits) throw new Error(`Edit ${edit} arrived and was never made.`);
    if (authorOf(edit) === client) return;
    const at = client * edits + edit;
    if (this.#has[at] === 1) {
      this.doubled += 1;
      return;
    }
    this.#has[at] = 1;
    this.arrived += 1;
    if (edit >= firstTimed) {
      this.#latencies[this.#timed] = now - (this.#since[edit] ?? now);
      this.#timed += 1;
    }
  }

  /** Deliveries that have not come, when so many edits were made. */
  missing(edits = this.#expected.edits): number {
    return edits * (this.#expected.clients - 1) - this.arrived;
  }

  /** How long each timed delivery took, in milliseconds, the shortest first. */
  sortedLatencies(): Float64Array {
    return this.#latencies.subarray(0, this.#timed).sort();
  }
}

import { connect, createServer, type Socket } from 'node:net';
import { type Random, seededRandom } from '@studio/shared/random';
import { ChaosLane } from './chaosLane.ts';
import { FAIR_WEATHER, type Weather } from './weather.ts';

/** A TCP proxy on a free port of loopback whose faults are set at any time. */
export interface ChaosProxy {
  readonly port: number;
  /** Connections of which an end is open. */
  readonly connections: number;
  /** Sets the faults of all connections, present and to come; what the weather does not name is fair. */
  set(weather: Weather): void;
  /** Connections to come go to another port. */
  retarget(port: number): void;
  /** Ends every connection in order (FIN), as a proxy that restarts. */
  drop(): void;
  /** Ends every connection by RST, as a firewall that forgot them. */
  reset(): void;
  /** Ends every connection and listens no longer. */
  close(): Promise<void>;
}

/** What a proxy needs: where it leads, and the seed of its chances. */
export interface ChaosProxySettings {
  readonly port: number;
  readonly seed?: number;
}

/** Opens a proxy to a port of loopback. */
export async function openChaosProxy(settings: ChaosProxySettings): Promise<ChaosProxy> {
  const pairs = new Set<ChaosPair>();
  const random = seededRandom(settings.seed ?? 1);
  let weather = FAIR_WEATHER;
  let target = settings.port;
  const server = createServer({ allowHalfOpen: true }, (visitor) => {
    if (weather.isRefusing) {
      visitor.resetAndDestroy();
      return;
    }
    const pair = new ChaosPair(visitor, target, () => weather, random);
    pairs.add(pair);
    // Both ends: of a half-open connection one may be left for long.
    void pair.ended.then(() => pairs.delete(pair));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    get connections() {
      return pairs.size;
    },
    set(next) {
      weather = next;
      for (const pair of pairs) pair.weatherChanged();
    },
    retarget(port) {
      target = port;
    },
    drop() {
      for (const pair of pairs) pair.drop();
    },
    reset() {
      for (const pair of pairs) pair.reset();
    },
    close() {
      for (const pair of pairs) pair.reset();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A visitor and the connection behind them. */
class ChaosPair {
  /** Resolves when both ends are closed. */
  readonly ended: Promise<unknown>;
  readonly #visitor: Socket;
  readonly #behind: Socket;
  readonly #weather: () => Weather;
  readonly #lanes: readonly ChaosLane[];
  #isDead = false;

  constructor(visitor: Socket, port: number, weather: () => Weather, random: Random) {
    this.#visitor = visitor;
    this.#weather = weather;
    this.#behind = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [visitor, this.#behind]) socket.setNoDelay(true);
    this.ended = Promise.all([closed(visitor), closed(this.#behind)]);
    const lane = (from: Socket, to: Socket, direction: 'up' | 'down') =>
      new ChaosLane({
        from,
        to,
        random,
        weather: () => weather()[direction] ?? {},
        isDead: () => this.#isDead,
        cut: () => this.drop(),
      });
    this.#lanes = [lane(visitor, this.#behind, 'up'), lane(this.#behind, visitor, 'down')];
    // The other side of a half-open connection hears nothing of an end; of any other it does.
    passOnEnd(visitor, this.#behind, () => this.#isDead);
    passOnEnd(this.#behind, visitor, () => this.#isDead);
    this.weatherChanged();
  }

  weatherChanged(): void {
    this.#isDead ||= this.#weather().isHalfOpen === true;
    for (const lane of this.#lanes) lane.weatherChanged();
  }

  drop(): void {
    for (const socket of [this.#visitor, this.#behind]) socket.destroySoon();
  }

  reset(): void {
    for (const socket of [this.#visitor, this.#behind]) socket.resetAndDestroy();
  }
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

function passOnEnd(from: Socket, to: Socket, isDead: () => boolean): void {
  // A reset is passed on as one; an end in order passes through the lane, behind the bytes before it.
  from.on('error', () => {
    if (!isDead()) to.resetAndDestroy();
  });
  from.on('close', (hadError) => {
    if (!isDead() && !hadError) to.destroySoon();
  });
}

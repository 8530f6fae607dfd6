import type { SimulatedProcess } from '../time/simulatedProcess.ts';
import { virtualTime } from '../time/virtualTime.ts';
import type { Connection } from './connection.ts';
import type { SimulatedNetwork } from './simulatedNetwork.ts';

type EventName = 'open' | 'message' | 'close' | 'error';
type Handler = (event: object) => void;

/** The network that sockets of this thread go over; set when a world begins. */
export const presentNetwork: { current: SimulatedNetwork | undefined } = { current: undefined };

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3];

/** The WebSocket of browsers and job-runners, over the simulated network. It belongs to the process that makes it. */
export class VirtualWebSocket {
  binaryType = 'arraybuffer';
  readyState = CONNECTING;
  readonly #handlers = new Map<EventName, Set<Handler>>();
  #connection: Connection | undefined;

  constructor(url: string) {
    const owner: SimulatedProcess | undefined = virtualTime.current;
    const network = presentNetwork.current;
    if (!owner || !network) throw new Error('A socket is made by a process on a network.');
    const end = {
      owner,
      // A view, where a browser gives a buffer: the provider makes a view of either.
      onMessage: (data: Uint8Array) => this.#emit('message', { data }),
      onClose: (code: number, reason: string) => this.#end(code, reason),
    };
    const opened = (connection: Connection) => {
      this.#connection = connection;
      if (this.readyState !== CONNECTING) return connection.close(0, 1000, '');
      this.readyState = OPEN;
      this.#emit('open', {});
    };
    network.connect(url, end, opened, () => {
      if (this.readyState !== CONNECTING) return;
      this.#emit('error', { message: 'refused' });
      this.#end(1006, '');
    });
  }

  addEventListener(name: EventName, handler: Handler): void {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers.add(handler));
  }

  removeEventListener(name: EventName, handler: Handler): void {
    this.#handlers.get(name)?.delete(handler);
  }

  send(message: Uint8Array): void {
    if (this.readyState === OPEN) this.#connection?.send(0, message);
  }

  close(code = 1000, reason = ''): void {
    if (this.readyState === CLOSING || this.readyState === CLOSED) return;
    this.readyState = CLOSING;
    this.#connection?.close(0, code, reason);
  }

  #end(code: number, reason: string): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#emit('close', { code, reason });
  }

  #emit(name: EventName, event: object): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) handler(event);
  }
}

Object.assign(globalThis, { WebSocket: VirtualWebSocket });

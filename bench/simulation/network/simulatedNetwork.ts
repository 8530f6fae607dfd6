import type { SimulatedProcess } from '../time/simulatedProcess.ts';
import { virtualTime } from '../time/virtualTime.ts';
import { Connection, type ConnectionEnd, type Delays } from './connection.ts';

/** What a server makes of a socket that comes in. */
export interface AcceptedSocket {
  receive(message: Uint8Array): void;
  leave(code: number, reason: string): void;
}

/** The server's end of a socket, as the product writes to it. */
export interface ServerSocket {
  readonly readyState: number;
  send(message: Uint8Array): void;
  close(code?: number, reason?: string): void;
}

/** A server that sockets may come to. */
export interface Listener {
  readonly owner: SimulatedProcess;
  accept(socket: ServerSocket, url: string): AcceptedSocket;
}

const OPEN = 1;
const CLOSED = 3;

/** A front door before all servers, and the connections through it. */
export class SimulatedNetwork {
  readonly #delays: Delays;
  readonly #pickServer: (listeners: readonly Listener[]) => Listener | undefined;
  readonly #listeners: Listener[] = [];
  #connections: Connection[] = [];
  readonly #away = new Set<SimulatedProcess>();

  constructor(delays: Delays, pickServer: (listeners: readonly Listener[]) => Listener | undefined) {
    this.#delays = delays;
    this.#pickServer = pickServer;
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Connects a process to one of the servers that live; refuses when there is none, or the process is off the network. */
  connect(url: string, client: ConnectionEnd, opened: (connection: Connection) => void, refused: () => void): void {
    const server = this.#pickServer(this.#listeners.filter(({ owner }) => owner.isAlive && !this.#away.has(owner)));
    if (!server || this.#away.has(client.owner)) {
      virtualTime.plan(this.#delays.noticing(), refused, client.owner);
      return;
    }
    const arrivalMs = this.#delays.message();
    virtualTime.plan(arrivalMs, () => opened(this.#open(url, client, server)), client.owner);
  }

  /** Cuts the connections that a process has; those that it makes later hold. */
  cutAll(owner: SimulatedProcess): number {
    const own = this.#connections.filter((one) => one.isOpen && one.owners().includes(owner));
    for (const connection of own) connection.cut();
    return own.length;
  }

  /** Takes a process off the network, or lets it back. */
  setAway(owner: SimulatedProcess, isAway: boolean): void {
    if (isAway) {
      this.#away.add(owner);
      this.cutAll(owner);
    } else this.#away.delete(owner);
  }

  /** Lets everybody back. */
  heal(): void {
    this.#away.clear();
  }

  #open(url: string, client: ConnectionEnd, server: Listener): Connection {
    let accepted: AcceptedSocket | undefined;
    const end: ConnectionEnd = {
      owner: server.owner,
      onMessage: (message) => accepted?.receive(message),
      onClose: (code, reason) => accepted?.leave(code, reason),
    };
    const connection = new Connection(client, end, this.#delays);
    this.#connections = [...this.#connections.filter((one) => one.isOpen), connection];
    if (!server.owner.isAlive) connection.cut();
    let isClosed = false;
    const socket: ServerSocket = {
      get readyState() {
        return isClosed || !connection.isOpen ? CLOSED : OPEN;
      },
      send: (message) => connection.send(1, message),
      close(code = 1000, reason = '') {
        isClosed = true;
        connection.close(1, code, reason);
      },
    };
    virtualTime.plan(
      0,
      () => {
        accepted = server.accept(socket, url);
      },
      server.owner,
    );
    return connection;
  }
}

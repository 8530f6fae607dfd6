import type { Dialect } from '../wire/dialect.ts';

/** Who is compared, in the order in which they take turns. `dropping` is the control: it loses a delivery now and then. */
export const CONTENDERS = ['raw', 'y-websocket', 'bare', 'ours'] as const;
/** One of them, or the control. */
export type ContenderName = (typeof CONTENDERS)[number] | 'dropping';

/** Where one client sits: the server's port on loopback, the path of its upgrade request, its document and its token. */
export interface Seat {
  readonly port: number;
  readonly path: string;
  readonly document: string;
  readonly token: string;
}

/** What a process holds after a forced collection, in bytes. */
export interface MemoryUse {
  readonly rss: number;
  readonly heap: number;
}

/** A contender's server in a process of its own. */
export interface Contender {
  readonly name: ContenderName;
  readonly dialect: Dialect;
  /** A document nobody has used yet, with so many seats. */
  newRoom(seats: number): Promise<readonly Seat[]>;
  /** CPU seconds that the server, and what it started, has used so far. */
  cpuSeconds(): number;
  /** CPU seconds of its database, which only ours has. */
  databaseCpuSeconds(): number;
  /** Puts what it started since in its place on the machine; called right before something is measured. */
  settleIn(): void;
  memory(): Promise<MemoryUse>;
  /** Kills the server and starts it again: what a client then reads was durable. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

import * as Y from 'yjs';
import type { Contender } from '../contenders/contender.ts';
import { type ClientSocket, openClientSocket } from '../wire/clientSocket.ts';
import { type CpuUse, openCpuWindow } from './cpuWindow.ts';
import { createMover, type Mover } from './mover.ts';
import { MovementLog } from './movementLog.ts';
import { paced } from './paced.ts';
import { untilQuiet } from './untilQuiet.ts';
import { openWatcher } from './watcher.ts';

/** Everybody moves, and everybody sees everybody. */
export interface MoveLoad {
  readonly clients: number;
  readonly hertz: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** What came of it. */
export interface Moved {
  readonly use: CpuUse;
  /** Bytes that each client received on the wire. */
  readonly receivedBytes: readonly number[];
  readonly seconds: number;
  /** How the one client that reads everything saw the others. */
  readonly log: MovementLog;
}

/** Puts a fresh room of a contender under the load, and everybody leaves. */
export async function moveAll(contender: Contender, load: MoveLoad): Promise<Moved> {
  const { dialect } = contender;
  const [watching, ...seats] = await contender.newRoom(load.clients + 1);
  if (!watching) throw new RangeError('A load needs clients.');
  let log = new MovementLog();
  const watcher = await openWatcher(watching, dialect, (client, place) =>
    log.sighted(client, place, performance.now()),
  );
  const movers = seats.map((_seat, index) => createMover(index));
  const sockets: ClientSocket[] = [];
  try {
    for (const [index, seat] of seats.entries()) {
      const state = Y.encodeStateAsUpdate(movers[index]?.doc ?? new Y.Doc());
      sockets.push(await openClientSocket(seat, { dialect, state, offersCompression: true }));
    }
    const act = createAct(contender, sockets, movers, () => log);
    const perSecond = load.clients * load.hertz;
    const [first, end] = [load.warmUpSeconds * perSecond, (load.warmUpSeconds + load.seconds) * perSecond];
    await paced({ first: 0, end: first, perSecond }, act);
    await untilQuiet(() => log.unseen());
    log = new MovementLog();
    const bytes = countBytes(sockets);
    const closeWindow = openCpuWindow(contender);
    await paced({ first, end, perSecond }, act);
    await untilQuiet(() => log.unseen());
    return { use: closeWindow(), receivedBytes: bytes, seconds: load.seconds, log };
  } finally {
    watcher.close();
    await Promise.all(sockets.map((socket) => socket.close()));
  }
}

function createAct(
  { dialect }: Contender,
  sockets: readonly ClientSocket[],
  movers: readonly Mover[],
  log: () => MovementLog,
): (number: number, since: number) => void {
  return (number, since) => {
    const socket = sockets[number % sockets.length];
    const mover = movers[number % movers.length];
    if (!socket || !mover) return;
    log().moved(mover.doc.clientID, number, since);
    socket.send(dialect.presence(socket.seat, mover.move(number)));
  };
}

function countBytes(sockets: readonly ClientSocket[]): number[] {
  const received = sockets.map(() => 0);
  for (const [client, socket] of sockets.entries()) {
    socket.onBytes((bytes) => (received[client] = (received[client] ?? 0) + bytes.length));
  }
  return received;
}

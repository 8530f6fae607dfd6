import * as Y from 'yjs';
import type { Contender, Seat } from '../contenders/contender.ts';
import { type ClientSocket, openClientSocket } from '../wire/clientSocket.ts';
import { type CpuUse, openCpuWindow } from './cpuWindow.ts';
import { DeliveryLog } from './deliveryLog.ts';
import { createEditor, type EditKind, type Editor, fillDocument } from './editor.ts';
import { createMarkScanner } from './markers.ts';
import { paced } from './paced.ts';
import { untilQuiet } from './untilQuiet.ts';

/** Everybody is in one document; the first `writers` of them edit in turn. */
export interface EditLoad {
  readonly clients: number;
  readonly writers: number;
  readonly editsPerSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly kind: EditKind;
}

/** What came of it. */
export interface Propagated {
  /** Timed deliveries in milliseconds, the shortest first. */
  readonly latenciesMs: Float64Array;
  readonly lost: number;
  readonly doubled: number;
  /** Timed deliveries that there should be. */
  readonly deliveries: number;
  /** What was used, and how many bytes the clients received, while the timed edits were made and delivered. */
  readonly use: CpuUse;
  readonly receivedBytes: number;
  readonly seat: Seat;
  /** The documents of those who edited. */
  readonly written: readonly Y.Doc[];
}

const NODES_BEFORE = 500;
const ENTER_AT_ONCE = 20;

/** Puts a fresh room of a contender under the load, and everybody leaves. */
export async function propagate(contender: Contender, load: EditLoad): Promise<Propagated> {
  const seats = await contender.newRoom(load.clients);
  const editors = seats.map(() => createEditor(load.kind));
  if (editors[0]) fillDocument(editors[0].doc, NODES_BEFORE);
  const sockets = await enterAll(contender, seats, editors);
  try {
    return await measure(contender, load, editors, sockets);
  } finally {
    await Promise.all(sockets.map((socket) => socket.close()));
  }
}

/** The first alone, whose state fills the room; the others in groups. */
async function enterAll(
  { dialect }: Contender,
  seats: readonly Seat[],
  editors: readonly Editor[],
): Promise<readonly ClientSocket[]> {
  const enter = (seat: Seat, index: number) => {
    const doc = editors[index]?.doc ?? new Y.Doc();
    return openClientSocket(seat, { dialect, state: Y.encodeStateAsUpdate(doc) });
  };
  const sockets: ClientSocket[] = [];
  for (let at = 0; at < seats.length; at = sockets.length) {
    const group = seats.slice(at, at === 0 ? 1 : at + ENTER_AT_ONCE);
    sockets.push(...(await Promise.all(group.map((seat, index) => enter(seat, at + index)))));
  }
  return sockets;
}

async function measure(
  contender: Contender,
  load: EditLoad,
  editors: readonly Editor[],
  sockets: readonly ClientSocket[],
): Promise<Propagated> {
  const { clients, writers, editsPerSecond } = load;
  const firstTimed = Math.round(editsPerSecond * load.warmUpSeconds);
  const edits = firstTimed + Math.round(editsPerSecond * load.seconds);
  const log = new DeliveryLog({ clients, edits, firstTimed, authorOf: (edit) => edit % writers });
  const traffic = receiveAll(sockets, log);
  const act = (edit: number, since: number) => {
    const socket = sockets[edit % writers];
    const update = editors[edit % writers]?.edit(edit);
    if (!socket || !update) return;
    log.sent(edit, since);
    socket.send(contender.dialect.edit(socket.seat, update));
  };
  await Promise.race([paced({ first: 0, end: firstTimed, perSecond: editsPerSecond }, act), ...endings(sockets)]);
  await untilQuiet(() => log.missing(firstTimed));
  const bytesBefore = traffic.bytes;
  const closeWindow = openCpuWindow(contender);
  await Promise.race([paced({ first: firstTimed, end: edits, perSecond: editsPerSecond }, act), ...endings(sockets)]);
  await untilQuiet(() => log.missing());
  const [first] = sockets;
  if (!first) throw new RangeError('A load needs clients.');
  return {
    use: closeWindow(),
    latenciesMs: log.sortedLatencies(),
    lost: log.missing(),
    doubled: log.doubled,
    deliveries: (edits - firstTimed) * (clients - 1),
    receivedBytes: traffic.bytes - bytesBefore,
    seat: first.seat,
    written: editors.slice(0, writers).map(({ doc }) => doc),
  };
}

/** A connection that ends in the middle would only look like losses. */
function endings(sockets: readonly ClientSocket[]): readonly Promise<never>[] {
  return sockets.map(({ ended }) => ended);
}

function receiveAll(sockets: readonly ClientSocket[], log: DeliveryLog): { bytes: number } {
  const traffic = { bytes: 0 };
  for (const [client, socket] of sockets.entries()) {
    let now = 0;
    const scan = createMarkScanner((edit) => log.received(client, edit, now));
    socket.onBytes((bytes) => {
      now = performance.now();
      traffic.bytes += bytes.length;
      scan(bytes);
    });
  }
  return traffic;
}

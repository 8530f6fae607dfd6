import { type Allowance, createAllowance, UNLIMITED } from './allowance.ts';
import type { SyncLimits } from './limits.ts';
import { authorOf, type Identity } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { SyncSocket } from './syncSocket.ts';

/** Who is here, over how many sockets, and what each person may still send. */
export interface Attendance {
  /** Notes that a socket is somebody's: it counts as theirs from now on. Throws when they have too many. */
  enter(socket: SyncSocket, identity: Identity): void;
}

/** As many people and guests are remembered before those who left are forgotten. */
const MANY_PEOPLE = 500;

interface Attendant {
  readonly sockets: Set<SyncSocket>;
  /** Shared by all of their sockets, and kept while they come back: a new socket is no new allowance. */
  readonly allowance: Allowance;
}

/** Counts people and guests by who they are; services may do what they have to. */
export function createAttendance(limits: SyncLimits, clock: () => number): Attendance {
  const attendants = new Map<string, Attendant>();
  return {
    enter(socket, identity) {
      if (identity.kind === 'service') {
        socket.allowance = UNLIMITED;
        return;
      }
      const { kind, id } = authorOf(identity);
      const key = `${kind} ${id}`;
      if (!attendants.has(key) && attendants.size >= MANY_PEOPLE) forgetThoseWhoLeft(attendants);
      const { sockets, allowance } = attendants.get(key) ?? {
        sockets: new Set(),
        allowance: createAllowance(limits.person, clock),
      };
      // Sockets that ended leave here, when somebody next asks for one of theirs.
      for (const one of sockets) if (one.hasEnded) sockets.delete(one);
      if (!sockets.has(socket) && sockets.size >= limits.socketsPerPerson) throw new Refusal('rate-limited');
      attendants.set(key, { sockets: sockets.add(socket), allowance });
      socket.allowance = allowance;
    },
  };
}

function forgetThoseWhoLeft(attendants: Map<string, Attendant>): void {
  for (const [key, { sockets }] of attendants) {
    if ([...sockets].every((socket) => socket.hasEnded)) attendants.delete(key);
  }
}

import type { Connection } from '@hocuspocus/server';
import type { DocumentName } from '@studio/shared/document';
import type { FrameTurns } from './frameTurns.ts';
import type { Identity } from './ports.ts';
import type { SyncSocket } from './syncSocket.ts';
import type { HeldEdits } from './updates/heldEdits.ts';

/** One identity in one document over one socket, from authentication to close. */
export class Visit {
  readonly socket: SyncSocket;
  readonly identity: Identity;
  readonly document: DocumentName;
  mayWrite: boolean;
  /** The count of access changes when access was last asked for. */
  epoch: number;
  /** The asking under way, if any: messages wait for it. */
  rechecking: Promise<void> | undefined;
  isClosed = false;
  /** The connection, once Hocuspocus has set it up and until it is closed. */
  connection: Connection<SyncContext> | undefined;
  /** What the client sent and Hocuspocus has not done with yet. */
  turns: FrameTurns | undefined;
  /** How many edits of the client the message at hand stands for. */
  edits = 1;
  /** The one awareness client of this connection. */
  clientId: number | undefined;
  /** Edits that cannot be stored yet: unapplied and not acknowledged. */
  held: HeldEdits | undefined;
  /** Answers to come to our asking for what we lack: clients expect no acknowledgement of them. */
  answersDue = 0;
  /** True while an update is between journal and document: the document must not be unloaded. */
  isHoldingDocument = false;

  constructor(socket: SyncSocket, identity: Identity, document: DocumentName, mayWrite: boolean, epoch: number) {
    this.socket = socket;
    this.identity = identity;
    this.document = document;
    this.mayWrite = mayWrite;
    this.epoch = epoch;
  }
}

/** What Hocuspocus carries for a connection: the socket from the upgrade on, the visit from authentication on. */
export interface SyncContext {
  readonly socket?: SyncSocket;
  readonly visit?: Visit;
}

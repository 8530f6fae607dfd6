import type { Awareness } from 'y-protocols/awareness';
import type { DocumentConnection } from '../documentConnection.ts';
import type { CountStore } from '../unsentLog.ts';
import { KnownClients } from './knownClients.ts';
import { LostValues } from './lostValues.ts';
import { OwnWriteLog } from './ownWriteLog.ts';

/** What is followed of a document, and who its clients are. */
export interface FollowedLosses {
  readonly values: LostValues;
  readonly clients: KnownClients;
  dispose(): void;
}

/** Follows what a person sets in a document. Call it before anything is read into the document. */
export function followLosses(
  connection: DocumentConnection,
  awareness: Awareness,
  myId: string,
  store: CountStore,
): FollowedLosses {
  const clients = new KnownClients(awareness, myId);
  const log = new OwnWriteLog(store, `${myId}/${connection.name}`);
  const values = new LostValues({ doc: connection.doc, log, isMyOther: clients.isMine });
  connection.onAcknowledged = () => values.acknowledged();
  return {
    values,
    clients,
    dispose: () => {
      values.dispose();
      clients.dispose();
    },
  };
}

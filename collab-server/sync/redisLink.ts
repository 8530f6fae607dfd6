import { Redis as RedisExtension } from '@hocuspocus/extension-redis';
import {
  type afterLoadDocumentPayload,
  type Extension,
  type Hocuspocus,
  type onAwarenessUpdatePayload,
  type onChangePayload,
  OutgoingMessage,
} from '@hocuspocus/server';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { removeAwarenessStates } from 'y-protocols/awareness';
import { Refusal } from './refusal.ts';
import type { SyncContext } from './visit.ts';
import { readAddress, readRemovedClients } from './wire.ts';

/** How long a document stays after its last reader, so that the other servers still hear of the last edits. */
const LINGER_MS = 200;
/** How long opening a document waits for Redis before the client is told to come back. */
const COMMAND_TIMEOUT_MS = 5000;

/** Opens a connection to the Redis that joins servers. */
export type OpenRedis = () => Redis;

/** Connects to a Redis; what it is told while it is away fails soon. */
export function connectRedis(url: string): Redis {
  return new Redis(url, { commandTimeout: COMMAND_TIMEOUT_MS });
}

/** Joins the documents of several servers through Redis. What it brings was journaled by the server it comes from. */
export function createRedisLink(openRedis: OpenRedis, logger: Logger): Extension<SyncContext> {
  const clients: Redis[] = [];
  const connect = () => {
    const client = guardClient(openRedis(), logger);
    clients.push(client);
    return client;
  };
  const link = new RedisExtension({ createClient: connect, disconnectDelay: LINGER_MS });
  // Connected again: what was said meanwhile was missed, on both sides.
  for (const client of clients) {
    client.on('ready', () => compareAll(link));
    client.on('messageBuffer', (_channel: Buffer, message: Buffer) => removeGone(link, message));
  }
  const join = link.afterLoadDocument.bind(link);
  const showPresence = link.onAwarenessUpdate.bind(link);
  return Object.assign(link, {
    // Documents are stored by the journal: nobody needs a lock for storing them.
    onStoreDocument: undefined,
    afterStoreDocument: undefined,
    async onAwarenessUpdate(payload: onAwarenessUpdatePayload) {
      await showPresence(payload);
      // The extension says nothing once the last connection of this server has left: also not that it left.
      const isOurs = payload.transactionOrigin !== link.redisTransactionOrigin;
      if (payload.removed.length > 0 && isOurs) tellGone(clients[0], link, payload);
    },
    async afterLoadDocument(payload: afterLoadDocumentPayload) {
      try {
        await join(payload);
      } catch (error) {
        logger.warn(
          { err: error, document: payload.documentName },
          'A document could not be joined with other servers',
        );
        throw new Refusal('load-failed');
      }
    },
  });
}

// As after a change: the other servers answer with what this one lacks, and ask for what they lack.
function compareAll(link: RedisExtension): void {
  const instance = link.instance as Hocuspocus | undefined;
  for (const [documentName, document] of instance?.documents ?? []) {
    void link.onChange({ documentName, document, transactionOrigin: undefined } as onChangePayload);
  }
}

function tellGone(
  client: Redis | undefined,
  link: RedisExtension,
  { documentName, awareness, removed }: onAwarenessUpdatePayload,
): void {
  const frame = new OutgoingMessage(documentName).createAwarenessUpdateMessage(awareness, removed).toUint8Array();
  void client?.publish(
    `${link.configuration.prefix}:${documentName}`,
    Buffer.concat([link.messagePrefix, Buffer.from(frame)]),
  );
}

// The extension passes states on, and not that one is gone: cursors of the other servers would stay as ghosts.
function removeGone(link: RedisExtension, message: Buffer): void {
  const idBytes = message[0] ?? 0;
  if (message.toString('utf8', 1, idBytes + 1) === link.configuration.identifier) return;
  const frame = message.subarray(idBytes + 1);
  const removed = readRemovedClients(frame);
  const document = removed.length > 0 ? link.instance.documents.get(readAddress(frame) ?? '') : undefined;
  if (!document) return;
  const isOwn = (clientId: number) =>
    document.getConnections().some((connection) => document.getClients(connection).has(clientId));
  const gone = removed.filter((clientId) => !isOwn(clientId));
  removeAwarenessStates(document.awareness, gone, link.redisTransactionOrigin);
}

function guardClient(client: Redis, logger: Logger): Redis {
  client.on('error', (error) =>
    logger.warn({ err: error }, 'Redis is not reachable; servers are not joined meanwhile'),
  );
  // The extension publishes and receives without waiting: a rejection there would end the process.
  const publish = client.publish.bind(client);
  const subscribe = client.on.bind(client);
  return Object.assign(client, {
    publish: (channel: string | Buffer, message: string | Buffer) =>
      publish(channel, message).catch((error: unknown) => {
        logger.warn({ err: error }, 'A message to the other servers was lost; the next one brings its content');
        return 0;
      }),
    on: (event: string, listener: (...args: unknown[]) => unknown) =>
      subscribe(event as 'messageBuffer', (...args: unknown[]) => {
        Promise.resolve(listener(...args)).catch((error: unknown) =>
          logger.error({ err: error }, 'A message of another server could not be read'),
        );
      }),
  });
}

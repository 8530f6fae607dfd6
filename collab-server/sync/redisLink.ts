import { Redis as RedisExtension } from '@hocuspocus/extension-redis';
import {
  type afterLoadDocumentPayload,
  type afterUnloadDocumentPayload,
  type Extension,
  type Hocuspocus,
  type onAwarenessUpdatePayload,
  type onChangePayload,
  OutgoingMessage,
} from '@hocuspocus/server';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { removeAwarenessStates } from 'y-protocols/awareness';
import { startLinkPulse } from './linkPulse.ts';
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

/** Servers joined through Redis. */
export interface RedisLink {
  readonly extension: Extension<SyncContext>;
  /** False while Redis is away, or does not answer. */
  isLinked(): boolean;
}

/**
 * Joins the documents of several servers through Redis. What it brings was journaled by the server it comes from; while
 * Redis is away documents open all the same, follow the journal, and are joined when it is back.
 */
export function createRedisLink(openRedis: OpenRedis, clock: () => number, logger: Logger): RedisLink {
  const [publisher, subscriber] = [guardClient(openRedis(), logger), guardClient(openRedis(), logger)];
  const unused = [publisher, subscriber];
  const link = new RedisExtension({ createClient: () => unused.shift() ?? publisher, disconnectDelay: LINGER_MS });
  // Connected again: what was said meanwhile was missed, on both sides.
  for (const client of [publisher, subscriber]) client.on('ready', () => compareAll(link));
  subscriber.on('messageBuffer', (_channel: Buffer, message: Buffer) => removeGone(link, message));
  const unjoined = new Map<string, afterLoadDocumentPayload>();
  const join = link.afterLoadDocument.bind(link);
  const pulse = startLinkPulse({
    publisher,
    subscriber,
    channel: `${link.configuration.prefix}#pulse:${link.configuration.identifier}`,
    clock,
    onBack: () => void joinAll(unjoined, join, logger),
  });
  const showPresence = link.onAwarenessUpdate.bind(link);
  const leave = link.afterUnloadDocument.bind(link);
  const end = link.onDestroy.bind(link);
  const extension = Object.assign(link, {
    // Documents are stored by the journal: nobody needs a lock for storing them.
    onStoreDocument: undefined,
    afterStoreDocument: undefined,
    async onAwarenessUpdate(payload: onAwarenessUpdatePayload) {
      await showPresence(payload);
      // The extension says nothing once the last connection of this server has left: also not that it left.
      const isOurs = payload.transactionOrigin !== link.redisTransactionOrigin;
      if (payload.removed.length > 0 && isOurs) tellGone(publisher, link, payload);
    },
    async afterLoadDocument(payload: afterLoadDocumentPayload) {
      unjoined.set(payload.documentName, payload);
      if (pulse.isFelt()) await joinOne(payload, unjoined, join, logger);
    },
    async afterUnloadDocument(payload: afterUnloadDocumentPayload) {
      if (!payload.instance.documents.has(payload.documentName)) unjoined.delete(payload.documentName);
      await leave(payload);
    },
    async onDestroy() {
      pulse.stop();
      await end();
    },
  });
  return { extension, isLinked: pulse.isFelt };
}

async function joinOne(
  payload: afterLoadDocumentPayload,
  unjoined: Map<string, afterLoadDocumentPayload>,
  join: (payload: afterLoadDocumentPayload) => Promise<unknown>,
  logger: Logger,
): Promise<void> {
  try {
    await join(payload);
    if (unjoined.get(payload.documentName) === payload) unjoined.delete(payload.documentName);
  } catch (error) {
    // It stays among those that are joined when the link is back, and follows the journal until then.
    logger.warn({ err: error, document: payload.documentName }, 'A document is not joined with other servers just now');
  }
}

async function joinAll(
  unjoined: Map<string, afterLoadDocumentPayload>,
  join: (payload: afterLoadDocumentPayload) => Promise<unknown>,
  logger: Logger,
): Promise<void> {
  for (const payload of [...unjoined.values()]) await joinOne(payload, unjoined, join, logger);
}

// As after a change: the other servers answer with what this one lacks, and ask for what they lack.
function compareAll(link: RedisExtension): void {
  const instance = link.instance as Hocuspocus | undefined;
  for (const [documentName, document] of instance?.documents ?? []) {
    void link.onChange({ documentName, document, transactionOrigin: undefined } as onChangePayload);
  }
}

function tellGone(
  client: Redis,
  link: RedisExtension,
  { documentName, awareness, removed }: onAwarenessUpdatePayload,
): void {
  const frame = new OutgoingMessage(documentName).createAwarenessUpdateMessage(awareness, removed).toUint8Array();
  void client.publish(
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

import { Redis as RedisExtension } from '@hocuspocus/extension-redis';
import type { Extension } from '@hocuspocus/server';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { SyncContext } from './visit.ts';

/** How long a document stays after its last reader, so that the other servers still hear of the last edits. */
const LINGER_MS = 200;

/** Joins the documents of several servers through Redis. What it brings was journaled by the server it comes from. */
export function createRedisLink(url: string, logger: Logger): Extension<SyncContext> {
  const link = new RedisExtension({ createClient: () => createClient(url, logger), disconnectDelay: LINGER_MS });
  // Documents are stored by the journal: nobody needs a lock for storing them.
  return Object.assign(link, { onStoreDocument: undefined, afterStoreDocument: undefined });
}

function createClient(url: string, logger: Logger): Redis {
  // Without a limit of retries commands wait for Redis to come back.
  const client = new Redis(url, { maxRetriesPerRequest: null });
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

import type { LoadedPipelines } from '@studio/workflows';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Kysely } from 'kysely';
import type { Registry } from 'prom-client';
import type { AccessChanges } from '../accounts/accessChanges.ts';
import type { Callers } from '../accounts/callers.ts';
import type { Auth } from '../accounts/createAuth.ts';
import type { History } from '../history/createHistory.ts';
import type { ProjectDocuments } from '../projects/projectDocuments.ts';
import type { OpeningStates } from '../sync/openingStates.ts';
import type { AccessDesk } from '../sync/ports.ts';
import type { BlobStore } from '../storage/blobs/blobStore.ts';
import type { Database } from '../storage/database.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is a form with a picture in the field `file`; the API's description says so. */
    readonly takesPicture?: boolean;
  }
}

/** What the HTTP side is built from. */
export interface HttpParts {
  readonly database: Kysely<Database>;
  readonly auth: Auth;
  readonly callers: Callers;
  readonly accessChanges: AccessChanges;
  /** Decides who reads which document, over HTTP as on the socket. */
  readonly desk: AccessDesk;
  readonly documents: ProjectDocuments;
  readonly openingStates: OpeningStates;
  readonly blobs: BlobStore;
  readonly pipelines: LoadedPipelines;
  /** Absent where this server keeps no history. */
  readonly history?: History | undefined;
  /** Takes the metrics of every part; `/metrics` prints it. */
  readonly metrics: Registry;
  readonly log: FastifyBaseLogger;
  readonly clock: () => number;
  readonly version: string;
  /** The origin that browsers use, without a trailing slash. */
  readonly publicUrl: string;
  readonly linkKey: string;
  /** The built client; absent while there is none. */
  readonly clientFolder?: string | undefined;
}

/** The HTTP server as routes see it. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

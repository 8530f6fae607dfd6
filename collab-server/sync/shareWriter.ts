import { type Kysely, sql } from 'kysely';
import { publishShare, type SharedTakeRow } from '@studio/shared/document';
import type { Result } from '@studio/shared/result';
import type { Logger } from 'pino';
import type { Database } from '../storage/database.ts';
import type { Sync } from './createSync.ts';
import { gatherWork } from './gatherWork.ts';
import { readShowable, readTakes, sharedTakes } from './sharedTakes.ts';

/** What the share writer needs. `settleMs` gathers the changes of a burst. */
export interface ShareWriterSettings {
  readonly sync: Pick<Sync, 'onChanged' | 'read' | 'write'>;
  readonly db: Kysely<Database>;
  readonly clock: () => number;
  readonly logger: Logger;
  readonly settleMs?: number;
}

/** Keeps what guests of share links see equal to the Takes of the shots that were sent. */
export interface ShareWriter {
  /** Fills a link's document and list of blobs now; rejects when it could not. A link that ended is left alone. */
  publish(linkId: string): Promise<void>;
  /** Brings the links of every project up to date, as after a restart. */
  publishAll(): Promise<void>;
  /** Finishes what is pending and stops. */
  stop(): Promise<void>;
}

interface LinkRow {
  readonly id: string;
  readonly project_id: string;
  readonly label: string;
  readonly subjects: readonly string[];
  readonly may_comment: boolean;
}

/** Creates the writer and starts following projects and their ledgers. */
export function createShareWriter(settings: ShareWriterSettings): ShareWriter {
  const { sync, db, logger, clock } = settings;
  const links = gatherWork({
    what: 'What a share link shows',
    settleMs: 0,
    retryMs: 2000,
    logger,
    work: async (linkId) => {
      const link = await openLinks(db, clock()).where('id', '=', linkId).executeTakeFirst();
      if (link) await publishLink(settings, link);
    },
  });
  const projects = gatherWork({
    what: 'What share links show',
    settleMs: settings.settleMs ?? 300,
    retryMs: 2000,
    logger,
    work: async (projectId) => {
      const ofProject = await openLinks(db, clock()).where('project_id', '=', projectId).execute();
      for (const link of ofProject) links.wish(link.id);
    },
  });
  const unsubscribe = sync.onChanged((document) => {
    if (document.kind === 'project' || document.kind === 'ledger') projects.wish(document.projectId);
  });
  return {
    publish: (linkId) => links.doNow(linkId),
    async publishAll() {
      for (const link of await openLinks(db, clock()).execute()) links.wish(link.id);
    },
    async stop() {
      unsubscribe();
      await projects.stop();
      await links.stop();
    },
  };
}

function openLinks(db: Kysely<Database>, now: number) {
  return db
    .selectFrom('share_links')
    .select(['id', 'project_id', 'label', 'subjects', 'may_comment'])
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', new Date(now))]));
}

async function publishLink({ sync, db }: ShareWriterSettings, link: LinkRow): Promise<void> {
  const projectId = link.project_id;
  const takes = valueOf(await sync.read({ kind: 'ledger', projectId }, readTakes));
  const showable = valueOf(await sync.read({ kind: 'project', projectId }, readShowable));
  const shown = sharedTakes(link.subjects, showable, takes);
  const hashes = [...new Set(shown.flatMap((take) => [take.media.sha256, take.thumbnail.sha256]))];
  // Before the document: a guest who sees a Take may fetch it.
  await allowBlobs(db, link.id, hashes);
  const meta = { title: link.label, projectId, areCommentsAllowed: link.may_comment };
  valueOf(await sync.write({ kind: 'share', linkId: link.id }, (doc) => publishShare(doc, meta, copied(shown))));
  await db
    .deleteFrom('shared_blobs')
    .where('link_id', '=', link.id)
    .where((where) => where.not(where('sha256', '=', sql<string>`any(${hashes}::text[])`)))
    .execute();
}

async function allowBlobs(db: Kysely<Database>, linkId: string, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  await db
    .insertInto('shared_blobs')
    .values(hashes.map((sha256) => ({ link_id: linkId, sha256 })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

// Rows read from documents are frozen; Yjs keeps the objects it is given.
function copied(takes: readonly SharedTakeRow[]): readonly SharedTakeRow[] {
  return structuredClone(takes);
}

function valueOf<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(result.failure.message);
}

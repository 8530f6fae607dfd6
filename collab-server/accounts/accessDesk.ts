import { type Access, type CloseReason, CLOSE_REASONS, documentAccess, type Visitor } from '@studio/shared/access';
import type { DocumentName } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import type { Kysely } from 'kysely';
import { findLinkById } from '../projects/guests.ts';
import { findProject } from '../projects/projects.ts';
import type { Database } from '../storage/database.ts';
import type { AccessDesk, Identity } from '../sync/ports.ts';
import type { AccessChanges } from './accessChanges.ts';
import type { Callers } from './callers.ts';
import { findPerson } from './studio.ts';

/** The token by which a page says that it was opened as a guest, even where a session cookie is there too. */
export const GUEST_TOKEN = 'guest';

/** What the desk needs. */
export interface AccessDeskParts {
  readonly database: Kysely<Database>;
  readonly callers: Callers;
  readonly accessChanges: AccessChanges;
  readonly clock: () => number;
}

/** Answers who connects to a document and what they may do there, from sessions, keys, passes, roles and links. */
export function createAccessDesk(parts: AccessDeskParts): AccessDesk {
  return {
    async identify(headers, token) {
      const { callers } = parts;
      if (callers.isService(headers, token || undefined)) return ok({ kind: 'service' });
      const asGuest = token === GUEST_TOKEN;
      const caller = asGuest ? undefined : await callers.findPerson(headers, token);
      if (caller) {
        const { id, name, color } = caller.person;
        return ok({ kind: 'member', person: { id, name, color }, sessionId: caller.sessionId });
      }
      const pass = asGuest || token === '' ? await callers.findGuest(headers) : undefined;
      if (pass) return ok({ kind: 'guest', linkId: pass.linkId, guest: pass.guest });
      return refuse(asGuest ? 'link-ended' : 'signed-out');
    },
    authorise: (identity, document) => authorise(parts, identity, document),
    onAccessChanged: (listener) => parts.accessChanges.onChange(listener),
  };
}

async function authorise(
  parts: AccessDeskParts,
  identity: Identity,
  document: DocumentName,
): Promise<Result<'read' | 'write', CloseReason>> {
  switch (identity.kind) {
    case 'service':
      return (await exists(parts.database, document)) ? ok('write') : refuse('unknown-document');
    case 'member':
      return authoriseMember(parts, identity, document);
    case 'guest':
      return authoriseGuest(parts, identity.linkId, document);
  }
}

async function exists(database: Kysely<Database>, document: DocumentName): Promise<boolean> {
  const found =
    document.kind === 'share'
      ? database.selectFrom('share_links').select('id').where('id', '=', document.linkId)
      : database.selectFrom('projects').select('id').where('id', '=', document.projectId);
  return (await found.executeTakeFirst()) !== undefined;
}

async function authoriseMember(
  parts: AccessDeskParts,
  { person: { id }, sessionId }: Extract<Identity, { kind: 'member' }>,
  document: DocumentName,
): Promise<Result<'read' | 'write', CloseReason>> {
  const person = await findPerson(parts.database, id);
  if (!person || !(await parts.callers.isSessionAlive(sessionId, id))) return refuse('signed-out');
  const projectId = document.kind === 'share' ? await projectOfLink(parts, document.linkId) : document.projectId;
  const project = projectId && (await findProject(parts.database, person, projectId));
  // Whether a project exists is not told to whoever may not enter it.
  if (!project) return refuse('not-a-member');
  if (project.isArchived) return refuse('archived');
  // Who may enter the project may look at what was sent from it, such as by opening the link that they made.
  if (document.kind === 'share') return ok('read');
  return allow({ kind: 'member', role: project.role }, document);
}

async function projectOfLink(parts: AccessDeskParts, linkId: string): Promise<string | undefined> {
  return (await findLinkById(parts.database, linkId, new Date(parts.clock())))?.projectId;
}

async function authoriseGuest(
  parts: AccessDeskParts,
  linkId: string,
  document: DocumentName,
): Promise<Result<'read' | 'write', CloseReason>> {
  const link = await findLinkById(parts.database, linkId, new Date(parts.clock()));
  if (!link) return refuse('link-ended');
  if (document.kind !== 'share' && document.projectId !== link.projectId) return refuse('not-a-member');
  return allow({ kind: 'guest', ...link }, document);
}

function allow(visitor: Visitor, document: DocumentName): Result<'read' | 'write', CloseReason> {
  const access: Access = documentAccess(visitor, document);
  return access === 'none' ? refuse('not-a-member') : ok(access);
}

function refuse(reason: CloseReason): Result<never, CloseReason> {
  return fail(reason, CLOSE_REASONS[reason]);
}

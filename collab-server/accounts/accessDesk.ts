import { type Access, type CloseReason, CLOSE_REASONS, documentAccess } from '@studio/shared/access';
import type { GuestPass } from '@studio/shared/api';
import type { DocumentName } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import type { Kysely } from 'kysely';
import { findLinkById, type OpenLink } from '../projects/guests.ts';
import { findProject } from '../projects/projects.ts';
import type { Database } from '../storage/database.ts';
import type { AccessDesk, Identity } from '../sync/ports.ts';
import type { AccessChanges } from './accessChanges.ts';
import type { Callers } from './callers.ts';
import { findPerson } from './studio.ts';

/**
 * The token by which a page says that it was opened as a guest, even where a session cookie is there too; `guest:<link>`
 * says by which link, where the same shot was sent by several.
 */
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
    async identify(headers, token, document) {
      const { callers } = parts;
      if (callers.isService(headers, token || undefined)) return ok({ kind: 'service' });
      const [word, linkId] = token.split(':');
      const asGuest = word === GUEST_TOKEN;
      const caller = asGuest ? undefined : await callers.findPerson(headers, token);
      if (caller) {
        const { id, name, color } = caller.person;
        return ok({ kind: 'member', person: { id, name, color }, sessionId: caller.sessionId });
      }
      const passes = asGuest || token === '' ? await callers.findGuests(headers) : [];
      const pass = choosePass(passes, document, linkId);
      if (pass) return ok({ kind: 'guest', linkId: pass.linkId, guest: pass.guest });
      return refuse(asGuest ? 'link-ended' : 'signed-out');
    },
    authorise: (identity, document) => authorise(parts, identity, document),
    onAccessChanged: (listener) => parts.accessChanges.onChange(listener),
  };
}

// One browser may hold passes of several links, and each makes another guest of its person.
function choosePass(
  passes: readonly GuestPass[],
  document: DocumentName,
  linkId: string | undefined,
): GuestPass | undefined {
  if (linkId !== undefined) return passes.find((pass) => pass.linkId === linkId);
  return passes.find((pass) => guestAccess(pass, document) !== 'none') ?? passes[0];
}

function guestAccess(link: Pick<OpenLink, 'linkId' | 'projectId' | 'subjects' | 'mayComment'>, document: DocumentName) {
  const isElsewhere = document.kind !== 'share' && document.projectId !== link.projectId;
  return isElsewhere ? 'none' : documentAccess({ kind: 'guest', ...link }, document);
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
  return allow(documentAccess({ kind: 'member', role: project.role }, document));
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
  return link ? allow(guestAccess(link, document)) : refuse('link-ended');
}

function allow(access: Access): Result<'read' | 'write', CloseReason> {
  return access === 'none' ? refuse('not-a-member') : ok(access);
}

function refuse(reason: CloseReason): Result<never, CloseReason> {
  return fail(reason, CLOSE_REASONS[reason]);
}

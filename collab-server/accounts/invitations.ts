import { randomUUID } from 'node:crypto';
import type { Role } from '@studio/shared/access';
import type { Invitation, ProblemCode } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { Auth } from './createAuth.ts';
import { hashPassword, makeAccount } from './makeAccount.ts';
import { readRole, readStudio } from './studio.ts';

const INVITATION_DAYS = 14;
const ENDED = 'This invitation has ended. Ask whoever sent it for a new one.';

/** What invitations need: `publicUrl` is where the link leads. */
export interface InvitationParts {
  readonly database: Kysely<Database>;
  readonly auth: Auth;
  readonly publicUrl: string;
  readonly clock: () => number;
}

/** Whom somebody invites. */
export interface Invited {
  readonly email: string;
  readonly role: Role;
  readonly projectId?: string | undefined;
  readonly inviterId: string;
}

/** Invites an address to the studio, and to one project where named; an earlier open invitation of it ends. */
export async function invite(parts: InvitationParts, invited: Invited): Promise<Result<Invitation, ProblemCode>> {
  const { database } = parts;
  const studio = await readStudio(database);
  if (!studio) return fail('unavailable', 'The studio has no owner yet.');
  const email = invited.email.toLowerCase();
  const known = await database.selectFrom('people').select('id').where('email', '=', email).executeTakeFirst();
  if (known) {
    return fail('conflict', `${email} belongs to this studio already. Add them under the project’s people.`, 'email');
  }
  const at = parts.clock();
  const row = {
    id: randomUUID(),
    organizationId: studio.id,
    email,
    role: invited.role,
    status: 'pending',
    expiresAt: new Date(at + INVITATION_DAYS * 86_400_000),
    createdAt: new Date(at),
    inviterId: invited.inviterId,
    projectId: invited.projectId ?? null,
  };
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('invitations')
      .set({ status: 'canceled' })
      .where('email', '=', email)
      .where('status', '=', 'pending')
      .execute();
    await transaction.insertInto('invitations').values(row).execute();
  });
  return ok(presentInvitation(parts, row, studio.name));
}

/** The open invitations, the newest first. */
export async function listInvitations(parts: InvitationParts): Promise<Invitation[]> {
  const studio = await readStudio(parts.database);
  const rows = await openInvitations(parts).orderBy('createdAt', 'desc').execute();
  return rows.map((row) => presentInvitation(parts, row, studio?.name ?? ''));
}

/** An open invitation by id; `gone` when it was used, withdrawn or is too old. */
export async function findInvitation(
  parts: InvitationParts,
  invitationId: string,
): Promise<Result<Invitation, ProblemCode>> {
  const studio = await readStudio(parts.database);
  const row = await openInvitations(parts).where('id', '=', invitationId).executeTakeFirst();
  return row && studio ? ok(presentInvitation(parts, row, studio.name)) : fail('gone', ENDED);
}

/** Withdraws an invitation; its link ends. */
export async function withdrawInvitation(
  parts: InvitationParts,
  invitationId: string,
): Promise<Result<null, ProblemCode>> {
  const [changed] = await parts.database
    .updateTable('invitations')
    .set({ status: 'canceled' })
    .where('id', '=', invitationId)
    .where('status', '=', 'pending')
    .execute();
  return changed?.numUpdatedRows === 1n ? ok(null) : fail('not-found', 'There is no such open invitation.');
}

/** Makes the account that an invitation offers, with its membership of the studio and of the project; once. */
export async function acceptInvitation(
  parts: InvitationParts,
  invitationId: string,
  person: { readonly name: string; readonly password: string },
): Promise<Result<{ personId: string; email: string }, ProblemCode>> {
  const passwordHash = await hashPassword(parts.auth, person.password);
  const at = new Date(parts.clock());
  return parts.database.transaction().execute(async (transaction) => {
    // The update takes the invitation: of two requests at once the second finds it used.
    const row = await transaction
      .updateTable('invitations')
      .set({ status: 'accepted' })
      .where('id', '=', invitationId)
      .where('status', '=', 'pending')
      .where('expiresAt', '>', at)
      .returning(['email', 'role', 'projectId', 'organizationId'])
      .executeTakeFirst();
    if (!row) return fail('gone', ENDED);
    const { email } = row;
    const role = readRole(row.role);
    const personId = await makeAccount(transaction, {
      ...person,
      studioId: row.organizationId,
      email,
      passwordHash,
      role,
      at,
    });
    if (row.projectId) {
      await transaction
        .insertInto('project_members')
        .values({ project_id: row.projectId, person_id: personId, role, added_at: at })
        .execute();
    }
    return ok({ personId, email });
  });
}

function openInvitations(parts: InvitationParts) {
  return parts.database
    .selectFrom('invitations')
    .selectAll()
    .where('status', '=', 'pending')
    .where('expiresAt', '>', new Date(parts.clock()));
}

interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly role: string | null;
  readonly expiresAt: Date;
}

function presentInvitation(parts: InvitationParts, row: InvitationRow, studioName: string): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: readRole(row.role),
    url: `${parts.publicUrl}/invite/${row.id}`,
    studioName,
    expiresAt: row.expiresAt.getTime(),
  };
}

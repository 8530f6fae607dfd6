import type { Role } from '@studio/shared/access';
import type { Person, ProblemCode } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { AccessChanges } from './accessChanges.ts';
import { findPerson } from './studio.ts';

/** What changing people needs. */
export interface PeopleParts {
  readonly database: Kysely<Database>;
  readonly accessChanges: AccessChanges;
}

/** Changes somebody's role in the studio. Only owners make or unmake owners, and one owner always remains. */
export async function changeRole(
  parts: PeopleParts,
  by: Person,
  personId: string,
  role: Role,
): Promise<Result<Person, ProblemCode>> {
  const changed = await parts.database.transaction().execute(async (transaction) => {
    const allowed = await mayChange(transaction, by, personId, role);
    if (!allowed.ok) return allowed;
    await transaction.updateTable('studio_members').set({ role }).where('userId', '=', personId).execute();
    return ok({ ...allowed.value, role });
  });
  if (changed.ok) await parts.accessChanges.announce({ personId });
  return changed;
}

/** Removes somebody from the studio: account, sessions, keys and memberships end; what they made stays. */
export async function removePerson(
  parts: PeopleParts,
  by: Person,
  personId: string,
): Promise<Result<null, ProblemCode>> {
  const removed = await parts.database.transaction().execute(async (transaction) => {
    const allowed = await mayChange(transaction, by, personId, 'viewer');
    if (!allowed.ok) return allowed;
    await transaction.deleteFrom('api_keys').where('referenceId', '=', personId).execute();
    // Sessions, password and memberships go with the person (foreign keys).
    await transaction.deleteFrom('people').where('id', '=', personId).execute();
    return ok(null);
  });
  if (removed.ok) await parts.accessChanges.announce({ personId });
  return removed;
}

async function mayChange(
  transaction: Transaction<Database>,
  by: Person,
  personId: string,
  role: Role,
): Promise<Result<Person, ProblemCode>> {
  // Locked, so that two owners who remove each other at once cannot both succeed.
  const owners = await transaction
    .selectFrom('studio_members')
    .select('userId')
    .where('role', '=', 'owner')
    .orderBy('userId')
    .forUpdate()
    .execute();
  const person = await findPerson(transaction, personId);
  if (!person) return fail('not-found', 'There is nobody of that id in this studio.');
  if (by.role !== 'owner' && (person.role === 'owner' || role === 'owner')) {
    return fail('forbidden', 'Only an owner can make somebody an owner, or change an owner.', 'role');
  }
  if (role !== 'owner' && owners.length === 1 && owners[0]?.userId === personId) {
    return fail('conflict', 'This is the only owner. Make somebody else an owner first.', 'role');
  }
  return ok(person);
}

import type { Role } from '@studio/shared/access';
import type { Person, ProblemCode } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import type { Kysely } from 'kysely';
import { findPerson, readRole } from '../accounts/studio.ts';
import type { Database } from '../storage/database.ts';
import { entersEveryProject, type ProjectParts } from './projects.ts';

/** Who may enter a project, with their role there: its members, and the studio's owners and admins. By name. */
export async function listMembers(database: Kysely<Database>, projectId: string): Promise<Person[]> {
  const rows = await database
    .selectFrom('people')
    .innerJoin('studio_members', 'studio_members.userId', 'people.id')
    .leftJoin('project_members', (join) =>
      join.onRef('project_members.person_id', '=', 'people.id').on('project_members.project_id', '=', projectId),
    )
    .select(['people.id', 'people.name', 'people.email', 'people.color'])
    .select(['studio_members.role as studioRole', 'project_members.role as projectRole'])
    .orderBy('people.name')
    .orderBy('people.id')
    .execute();
  return rows.flatMap(({ studioRole, projectRole, ...person }) => {
    const role = readRole(studioRole);
    if (entersEveryProject(role)) return [{ ...person, role }];
    return projectRole === null ? [] : [{ ...person, role: readRole(projectRole) }];
  });
}

/** Gives somebody of the studio a role in a project. */
export async function putMember(
  parts: ProjectParts,
  projectId: string,
  personId: string,
  role: Role,
): Promise<Result<Person, ProblemCode>> {
  const person = await findPerson(parts.database, personId);
  if (!person) return fail('not-found', 'There is nobody of that id in this studio. Invite them first.');
  if (entersEveryProject(person.role)) {
    return fail(
      'conflict',
      `${person.name} is ${person.role} of the studio and has that role in every project.`,
      'role',
    );
  }
  await parts.database
    .insertInto('project_members')
    .values({ project_id: projectId, person_id: personId, role, added_at: new Date(parts.clock()) })
    .onConflict((conflict) => conflict.columns(['project_id', 'person_id']).doUpdateSet({ role }))
    .execute();
  await parts.accessChanges.announce({ personId, projectId });
  return ok({ ...person, role });
}

/** Takes somebody out of a project. */
export async function removeMember(
  parts: ProjectParts,
  projectId: string,
  personId: string,
): Promise<Result<null, ProblemCode>> {
  const [removed] = await parts.database
    .deleteFrom('project_members')
    .where('project_id', '=', projectId)
    .where('person_id', '=', personId)
    .execute();
  if (removed?.numDeletedRows !== 1n) return fail('not-found', 'They are not a member of this project.');
  await parts.accessChanges.announce({ personId, projectId });
  return ok(null);
}

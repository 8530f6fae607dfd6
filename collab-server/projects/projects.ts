import { randomUUID } from 'node:crypto';
import type { Role } from '@studio/shared/access';
import type { Person, ProblemCode, Project } from '@studio/shared/api';
import type { ProjectManifest } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import type { Kysely } from 'kysely';
import type { AccessChanges } from '../accounts/accessChanges.ts';
import { readRole } from '../accounts/studio.ts';
import type { Database } from '../storage/database.ts';
import type { ChangeAuthor } from '../sync/ports.ts';
import type { ProjectDocuments } from './projectDocuments.ts';

/** What projects need. */
export interface ProjectParts {
  readonly database: Kysely<Database>;
  readonly documents: ProjectDocuments;
  readonly accessChanges: AccessChanges;
  readonly clock: () => number;
}

/** Somebody as projects see them: their id and their role in the studio. */
export type Asking = Pick<Person, 'id' | 'role'>;

/** The projects that somebody may enter, the last changed first; archived ones are among them. */
export async function listProjects(database: Kysely<Database>, asking: Asking): Promise<Project[]> {
  const rows = await projectsOf(database, asking).orderBy('changed_at', 'desc').orderBy('id').execute();
  return rows.map((row) => presentProject(row, asking));
}

/** A project that somebody may enter, with their role there; undefined when there is none or they may not. */
export async function findProject(
  database: Kysely<Database>,
  asking: Asking,
  projectId: string,
): Promise<Project | undefined> {
  const row = await projectsOf(database, asking).where('projects.id', '=', projectId).executeTakeFirst();
  return row && presentProject(row, asking);
}

/** A new project, and whose it is; the sample film belongs to nobody. */
export interface NewProject {
  readonly title: string;
  readonly creator?: Pick<Person, 'id' | 'name'>;
  readonly isSample?: boolean;
  /** What it begins with; without one it is empty. */
  readonly manifest?: ProjectManifest;
}

/** Makes a project with its first document; who made it owns it. Leaves nothing behind when the document cannot be written. */
export async function createProject(parts: ProjectParts, made: NewProject): Promise<string> {
  const id = randomUUID();
  const at = new Date(parts.clock());
  const { title, creator, isSample = false, manifest } = made;
  await parts.database.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('projects')
      .values({ id, title, poster: null, created_at: at, changed_at: at, is_sample: isSample })
      .execute();
    if (!creator) return;
    await transaction
      .insertInto('project_members')
      .values({ project_id: id, person_id: creator.id, role: 'owner', added_at: at })
      .execute();
  });
  try {
    await parts.documents.create(id, { title, ...(manifest && { manifest }) }, creator && authorOf(creator));
  } catch (error) {
    await parts.database.deleteFrom('projects').where('id', '=', id).execute();
    throw error;
  }
  return id;
}

/** Renames a project: in its document, which decides, and in the list. */
export async function renameProject(
  parts: ProjectParts,
  projectId: string,
  title: string,
  by: Pick<Person, 'id' | 'name'>,
): Promise<void> {
  await parts.documents.rename(projectId, title, authorOf(by));
  await parts.database
    .updateTable('projects')
    .set({ title, changed_at: new Date(parts.clock()) })
    .where('id', '=', projectId)
    .execute();
}

function authorOf({ id, name }: Pick<Person, 'id' | 'name'>): ChangeAuthor {
  return { kind: 'member', id, name };
}

/** Archives a project, which ends every connection to it, or brings it back. */
export async function archiveProject(parts: ProjectParts, projectId: string, isArchived: boolean): Promise<void> {
  await parts.database.updateTable('projects').set({ is_archived: isArchived }).where('id', '=', projectId).execute();
  await parts.accessChanges.announce({ projectId });
}

/** Refuses changes to an archived project. */
export function refuseArchived(project: Pick<Project, 'isArchived'>): Result<null, ProblemCode> {
  return project.isArchived
    ? fail('conflict', 'This project is archived. Bring it back from the list first.')
    : ok(null);
}

/** Whether a role of the studio opens every project. */
export function entersEveryProject(role: Role): boolean {
  return role === 'owner' || role === 'admin';
}

function projectsOf(database: Kysely<Database>, asking: Asking) {
  const rows = database
    .selectFrom('projects')
    .leftJoin('project_members', (join) =>
      join.onRef('project_members.project_id', '=', 'projects.id').on('project_members.person_id', '=', asking.id),
    )
    .selectAll('projects')
    .select('project_members.role');
  return entersEveryProject(asking.role) ? rows : rows.where('project_members.role', 'is not', null);
}

interface ProjectRow {
  readonly id: string;
  readonly title: string;
  readonly logline: string;
  readonly poster: string | null;
  readonly shot_count: number;
  readonly is_archived: boolean;
  readonly is_sample: boolean;
  readonly created_at: Date;
  readonly changed_at: Date;
  readonly role: string | null;
}

function presentProject(row: ProjectRow, asking: Asking): Project {
  return {
    id: row.id,
    title: row.title,
    logline: row.logline,
    role: entersEveryProject(asking.role) ? asking.role : readRole(row.role),
    isArchived: row.is_archived,
    isSample: row.is_sample,
    poster: row.poster,
    shotCount: row.shot_count,
    createdAt: row.created_at.getTime(),
    changedAt: row.changed_at.getTime(),
  };
}

import { can, type Capability } from '@studio/shared/access';
import type { Person, Project } from '@studio/shared/api';
import type { FastifyRequest } from 'fastify';
import type { CallingPerson } from '../accounts/callers.ts';
import { findProject, refuseArchived } from '../projects/projects.ts';
import type { HttpParts } from './httpParts.ts';
import { orRefuse, refuse } from './refusal.ts';

const SIGNED_OUT = 'You are signed out. Sign in, then try again.';
const FORBIDDEN = 'Your role does not allow this. Ask an admin of the studio.';
/** What is said of a project that is not there, and of one that is not for whoever asks. */
export const NO_PROJECT = 'There is no such project, or you are not a member of it.';

/** Who asks, and the project it is about, with their role there. */
export interface ProjectVisit {
  readonly person: Person;
  readonly project: Project;
}

/** Somebody who is signed in; refuses others as `signed-out`. */
export async function requireCaller(parts: HttpParts, request: FastifyRequest): Promise<CallingPerson> {
  return (await parts.callers.findPerson(request.headers)) ?? refuse('signed-out', SIGNED_OUT);
}

/** Somebody whose role in the studio carries the capability; without one, anybody signed in. */
export async function requirePerson(
  parts: HttpParts,
  request: FastifyRequest,
  capability?: Capability,
): Promise<Person> {
  const { person } = await requireCaller(parts, request);
  if (capability && !can(person.role, capability)) refuse('forbidden', FORBIDDEN);
  return person;
}

/** A project that the person may enter (else `not-found`) with a role there that carries the capability (else `forbidden`). */
export async function requireProject(
  parts: HttpParts,
  request: FastifyRequest,
  projectId: string,
  capability?: Capability,
): Promise<ProjectVisit> {
  const person = await requirePerson(parts, request);
  const project = await findProject(parts.database, person, projectId);
  if (!project) return refuse('not-found', NO_PROJECT);
  if (capability && !can(project.role, capability)) refuse('forbidden', FORBIDDEN);
  return { person, project };
}

/** As `requireProject`, for changes: an archived project takes none. */
export async function requireOpenProject(
  parts: HttpParts,
  request: FastifyRequest,
  projectId: string,
  capability: Capability,
): Promise<ProjectVisit> {
  const visit = await requireProject(parts, request, projectId, capability);
  orRefuse(refuseArchived(visit.project));
  return visit;
}

/** Our own processes alone. */
export function requireService(parts: HttpParts, request: FastifyRequest): void {
  if (!parts.callers.isService(request.headers)) refuse('signed-out', 'This address takes the studio’s service key.');
}

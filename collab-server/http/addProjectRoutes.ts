import {
  changeProjectBodySchema,
  createProjectBodySchema,
  idSchema,
  memberBodySchema,
  memberSchema,
  projectSchema,
} from '@studio/shared/api';
import { z } from 'zod';
import { listMembers, putMember, removeMember } from '../projects/projectMembers.ts';
import { archiveProject, createProject, findProject, listProjects, renameProject } from '../projects/projects.ts';
import type { App, HttpParts } from './httpParts.ts';
import { requireOpenProject, requirePerson, requireProject } from './policies.ts';
import { NO_CONTENT, PROBLEMS } from './problems.ts';
import { orRefuse, refuse } from './refusal.ts';

const byId = z.object({ id: idSchema });
const byMember = z.object({ id: idSchema, personId: z.string().max(64) });

/** Projects: list, create, read, rename, archive, and who is in them. */
export function addProjectRoutes(app: App, parts: HttpParts): void {
  app.get('/api/v1/projects', { schema: { response: { 200: z.array(projectSchema), ...PROBLEMS } } }, async (request) =>
    listProjects(parts.database, await requirePerson(parts, request)),
  );
  app.post(
    '/api/v1/projects',
    { schema: { body: createProjectBodySchema, response: { 201: projectSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const person = await requirePerson(parts, request, 'project.create');
      const id = await createProject(parts, { title: request.body.title, creator: person });
      const project = await findProject(parts.database, person, id);
      return reply.code(201).send(project ?? refuse('not-found', 'The project was removed again at once.'));
    },
  );
  app.get(
    '/api/v1/projects/:id',
    { schema: { params: byId, response: { 200: projectSchema, ...PROBLEMS } } },
    async (request) => (await requireProject(parts, request, request.params.id)).project,
  );
  app.patch(
    '/api/v1/projects/:id',
    { schema: { params: byId, body: changeProjectBodySchema, response: { 200: projectSchema, ...PROBLEMS } } },
    async (request) => {
      const { id } = request.params;
      const { title, isArchived } = request.body;
      // Brought back before and archived after the rename, so that one request can do both.
      if (isArchived !== undefined) await requireProject(parts, request, id, 'project.archive');
      if (title !== undefined) await requireProject(parts, request, id, 'project.rename');
      if (isArchived === false) await archiveProject(parts, id, false);
      if (title !== undefined) {
        const { person } = await requireOpenProject(parts, request, id, 'project.rename');
        await renameProject(parts, id, title, person);
      }
      if (isArchived === true) await archiveProject(parts, id, true);
      return (await requireProject(parts, request, id)).project;
    },
  );
  addMembers(app, parts);
}

function addMembers(app: App, parts: HttpParts): void {
  app.get(
    '/api/v1/projects/:id/members',
    { schema: { params: byId, response: { 200: z.array(memberSchema), ...PROBLEMS } } },
    async (request) => {
      await requireProject(parts, request, request.params.id);
      return listMembers(parts.database, request.params.id);
    },
  );
  app.put(
    '/api/v1/projects/:id/members/:personId',
    { schema: { params: byMember, body: memberBodySchema, response: { 200: memberSchema, ...PROBLEMS } } },
    async (request) => {
      const { id, personId } = request.params;
      await requireProject(parts, request, id, 'project.members');
      return orRefuse(await putMember(parts, id, personId, request.body.role));
    },
  );
  app.delete(
    '/api/v1/projects/:id/members/:personId',
    { schema: { params: byMember, response: NO_CONTENT } },
    async (request, reply) => {
      const { id, personId } = request.params;
      await requireProject(parts, request, id, 'project.members');
      orRefuse(await removeMember(parts, id, personId));
      return reply.code(204).send(null);
    },
  );
}

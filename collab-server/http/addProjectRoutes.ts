import {
  changeProjectBodySchema,
  copyProjectBodySchema,
  createProjectBodySchema,
  idSchema,
  memberBodySchema,
  memberSchema,
  PROJECT_FILE_BYTES,
  projectCopySchema,
  projectSchema,
} from '@studio/shared/api';
import { type ProjectManifest, SCHEMA_VERSION } from '@studio/shared/document';
import { z } from 'zod';
import { copyProject } from '../projects/copyProject.ts';
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
  addCopies(app, parts);
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

function addCopies(app: App, parts: HttpParts): void {
  app.post(
    '/api/v1/projects/copies',
    {
      bodyLimit: PROJECT_FILE_BYTES,
      schema: { body: copyProjectBodySchema, response: { 201: projectCopySchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const person = await requirePerson(parts, request, 'project.create');
      const { manifest, ...wish } = request.body;
      if (manifest.schemaVersion > SCHEMA_VERSION) {
        refuse('invalid', 'This was kept by a newer version of the studio. Update the studio, then bring it in.');
      }
      const made = await copyProject(parts, person, { ...wish, manifest: manifest as unknown as ProjectManifest });
      const project = await findProject(parts.database, person, made.projectId);
      if (!project) return refuse('not-found', 'The project was removed again at once.');
      return reply.code(201).send({ project, takes: made.takes, mediaLeftBehind: made.mediaLeftBehind });
    },
  );
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

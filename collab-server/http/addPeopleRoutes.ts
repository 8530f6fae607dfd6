import { apiKeyBodySchema, apiKeySchema, changeRoleBodySchema, personSchema } from '@studio/shared/api';
import { z } from 'zod';
import { listApiKeys, makeApiKey, removeApiKey } from '../accounts/apiKeys.ts';
import { changeRole, removePerson } from '../accounts/people.ts';
import { listPeople } from '../accounts/studio.ts';
import type { App, HttpParts } from './httpParts.ts';
import { requirePerson } from './policies.ts';
import { NO_CONTENT, PROBLEMS } from './problems.ts';
import { orRefuse } from './refusal.ts';

const byId = z.object({ id: z.string().max(64) });

/** The people of the studio, and the API keys of whoever asks. */
export function addPeopleRoutes(app: App, parts: HttpParts): void {
  app.get('/api/v1/people', { schema: { response: { 200: z.array(personSchema), ...PROBLEMS } } }, async (request) => {
    await requirePerson(parts, request);
    return listPeople(parts.database);
  });
  app.patch(
    '/api/v1/people/:id',
    { schema: { params: byId, body: changeRoleBodySchema, response: { 200: personSchema, ...PROBLEMS } } },
    async (request) => {
      const person = await requirePerson(parts, request, 'studio.members');
      return orRefuse(await changeRole(parts, person, request.params.id, request.body.role));
    },
  );
  app.delete('/api/v1/people/:id', { schema: { params: byId, response: NO_CONTENT } }, async (request, reply) => {
    const person = await requirePerson(parts, request, 'studio.members');
    orRefuse(await removePerson(parts, person, request.params.id));
    return reply.code(204).send(null);
  });
  addApiKeys(app, parts);
}

function addApiKeys(app: App, parts: HttpParts): void {
  app.get(
    '/api/v1/api-keys',
    { schema: { response: { 200: z.array(apiKeySchema), ...PROBLEMS } } },
    async (request) => {
      const person = await requirePerson(parts, request);
      return listApiKeys(parts, person.id);
    },
  );
  app.post(
    '/api/v1/api-keys',
    { schema: { body: apiKeyBodySchema, response: { 201: apiKeySchema, ...PROBLEMS } } },
    async (request, reply) => {
      const person = await requirePerson(parts, request);
      const made = orRefuse(await makeApiKey(parts, person.id, request.body.name));
      return reply.code(201).send(made);
    },
  );
  app.delete('/api/v1/api-keys/:id', { schema: { params: byId, response: NO_CONTENT } }, async (request, reply) => {
    const person = await requirePerson(parts, request);
    orRefuse(await removeApiKey(parts, person.id, request.params.id));
    return reply.code(204).send(null);
  });
}

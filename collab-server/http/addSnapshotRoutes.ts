import { idSchema, snapshotAnswerSchema, snapshotBodySchema, snapshotSchema } from '@studio/shared/api';
import type { Failure } from '@studio/shared/result';
import { z } from 'zod';
import type { History } from '../history/createHistory.ts';
import type { App, HttpParts } from './httpParts.ts';
import { requireOpenProject, requireProject } from './policies.ts';
import { PROBLEMS } from './problems.ts';
import { refuse } from './refusal.ts';

const byId = z.object({ id: idSchema });
const bySnapshot = z.object({ id: idSchema, oid: z.string().regex(/^[0-9a-f]{40,64}$/, 'must be a commit id') });

/** The history of a project: its snapshots, a new one, and what the project was in one. */
export function addSnapshotRoutes(app: App, parts: HttpParts): void {
  app.get(
    '/api/v1/projects/:id/snapshots',
    { schema: { params: byId, response: { 200: z.array(snapshotSchema), ...PROBLEMS } } },
    async (request) => {
      await requireProject(parts, request, request.params.id);
      const listed = await requireHistory(parts).list(request.params.id);
      return listed.ok ? [...listed.value] : answerFailure(listed.failure);
    },
  );
  app.post(
    '/api/v1/projects/:id/snapshots',
    { schema: { params: byId, body: snapshotBodySchema, response: { 200: snapshotAnswerSchema, ...PROBLEMS } } },
    async (request) => {
      const { id } = request.params;
      const { person } = await requireOpenProject(parts, request, id, 'project.snapshot');
      const wish = { name: request.body.name, author: person.name, isAutomatic: false };
      const made = await requireHistory(parts).snapshot(id, wish);
      if (!made.ok) return answerFailure(made.failure);
      return { snapshot: made.value ?? null, isUnchanged: made.value === undefined };
    },
  );
  app.get(
    '/api/v1/projects/:id/snapshots/:oid/manifest',
    { schema: { params: bySnapshot, response: { 200: z.unknown(), ...PROBLEMS } } },
    async (request): Promise<unknown> => {
      const { id, oid } = request.params;
      await requireProject(parts, request, id);
      const history = requireHistory(parts);
      const listed = await history.list(id);
      if (!listed.ok) return answerFailure(listed.failure);
      if (!listed.value.some((snapshot) => snapshot.oid === oid)) refuse('not-found', 'There is no such snapshot.');
      const manifest = await history.manifestAt(id, oid);
      return manifest.ok ? (JSON.parse(manifest.value) as unknown) : answerFailure(manifest.failure);
    },
  );
}

function requireHistory(parts: HttpParts): History {
  return parts.history ?? refuse('unavailable', 'This server keeps no history. The project itself is safe.');
}

function answerFailure(failure: Failure): never {
  if (failure.reason === 'no-project') return refuse('not-found', failure.message);
  return refuse('unavailable', failure.message);
}

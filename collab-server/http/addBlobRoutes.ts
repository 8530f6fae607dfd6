import { Readable } from 'node:stream';
import { idSchema, UPLOAD_LIMITS } from '@studio/shared/api';
import { z } from 'zod';
import { normaliseMime } from '../media/mediaTypes.ts';
import { addProjectBlob } from '../media/projectBlobs.ts';
import type { PutFailure } from '../storage/blobs/blobStore.ts';
import { bySha256 } from './addMediaRoutes.ts';
import type { App, HttpParts } from './httpParts.ts';
import { requireService } from './policies.ts';
import { PROBLEMS } from './problems.ts';
import { refuse } from './refusal.ts';

const CODE_OF = { 'hash-mismatch': 'invalid', 'too-large': 'too-large', 'storage-full': 'unavailable' } as const;

/** `/api/v1/blobs/<sha256>`: where our own processes put what they made. */
export function addBlobRoutes(app: App, parts: HttpParts): void {
  // In a scope of their own: here a body of any type is a stream, nowhere else.
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, pass) => pass(null, payload));
    addPut(scope, parts);
    done();
  });
  app.head('/api/v1/blobs/:sha256', { schema: { params: bySha256, hide: true } }, async (request, reply) => {
    requireService(parts, request);
    const blob = await parts.blobs.stat(request.params.sha256);
    if (!blob) return reply.code(404).send('');
    return reply.header('content-length', blob.bytes).send('');
  });
}

function addPut(app: App, parts: HttpParts): void {
  const stored = z.object({ sha256: z.string(), bytes: z.number() });
  app.put(
    '/api/v1/blobs/:sha256',
    {
      bodyLimit: UPLOAD_LIMITS.blobBytes,
      // The key is asked for before the body, which may be gigabytes.
      onRequest: async (request) => requireService(parts, request),
      schema: {
        params: bySha256,
        querystring: z.object({ project: idSchema }),
        response: { 200: stored, ...PROBLEMS },
      },
    },
    async (request) => {
      const { project } = request.query;
      const known = await parts.database
        .selectFrom('projects')
        .select('id')
        .where('id', '=', project)
        .executeTakeFirst();
      if (!known) return refuse('not-found', 'There is no such project.', 'project');
      const body = request.body instanceof Readable ? request.body : Readable.from([]);
      const result = await parts.blobs.put(body, {
        expectedSha256: request.params.sha256,
        maxBytes: UPLOAD_LIMITS.blobBytes,
      });
      if (!result.ok) return refuse(CODE_OF[result.failure.reason satisfies PutFailure], result.failure.message);
      const mime = normaliseMime(request.headers['content-type']);
      await addProjectBlob(parts.database, project, { ...result.value, mime }, new Date(parts.clock()));
      return result.value;
    },
  );
}

import { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import { idSchema, UPLOAD_LIMITS, type Upload, uploadSchema } from '@studio/shared/api';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { createGate } from '../media/createGate.ts';
import { checkImage } from '../media/checkImage.ts';
import { addProjectBlob } from '../media/projectBlobs.ts';
import type { App, HttpParts } from './httpParts.ts';
import { requireOpenProject } from './policies.ts';
import { PROBLEMS } from './problems.ts';
import { addressOf, createRateLimiter, limitRate } from './rateLimiter.ts';
import { orRefuse, refuse } from './refusal.ts';

const byId = z.object({ id: idSchema });
// A picture at the limit of pixels takes 400 MB while it is checked. Reading is apart: it lasts as long as the sender's
// network needs, and somebody on a train must not hold up everybody.
const CHECKED_AT_ONCE = 2;
const READ_AT_ONCE = 12;
const MEGABYTES = UPLOAD_LIMITS.imageBytes / 2 ** 20;

/** Pictures that people bring in. */
export function addUploadRoutes(app: App, parts: HttpParts): void {
  const uploads = createRateLimiter(120, 60_000, parts.clock);
  void app.register(async (scope) => {
    await scope.register(multipart, {
      limits: { fileSize: UPLOAD_LIMITS.imageBytes, files: 1, fields: 4, fieldSize: 1024, parts: 6, headerPairs: 40 },
    });
    const gates = { reading: createGate(READ_AT_ONCE), checking: createGate(CHECKED_AT_ONCE) };
    scope
      .withTypeProvider<ZodTypeProvider>()
      .post(
        '/api/v1/projects/:id/uploads',
        { config: { takesPicture: true }, schema: { params: byId, response: { 201: uploadSchema, ...PROBLEMS } } },
        async (request, reply) => {
          limitRate(uploads, addressOf(request));
          await requireOpenProject(parts, request, request.params.id, 'media.upload');
          const bytes = await gates.reading(() => readFile(request));
          return reply.code(201).send(await gates.checking(() => takePicture(parts, bytes, request.params.id)));
        },
      );
  });
}

async function takePicture(parts: HttpParts, bytes: Buffer, projectId: string): Promise<Upload> {
  const picture = orRefuse(await checkImage(bytes));
  const stored = await parts.blobs.put(Readable.from([picture.bytes]));
  if (!stored.ok) return refuse('unavailable', stored.failure.message);
  const { mime, width, height } = picture;
  await addProjectBlob(parts.database, projectId, { ...stored.value, mime }, new Date(parts.clock()));
  return { ...stored.value, mime, width, height };
}

async function readFile(request: FastifyRequest): Promise<Buffer> {
  if (!request.isMultipart()) return refuse('unsupported-media', 'Send the picture as multipart/form-data.', 'file');
  const part = await request.file();
  if (part?.fieldname !== 'file') return refuse('invalid', 'file is missing. Choose a picture.', 'file');
  const bytes = await part.toBuffer().catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'FST_REQ_FILE_TOO_LARGE') throw error;
    return refuseTooLarge();
  });
  // The limit may be met with the last bytes that were read: then nothing is thrown, and the file is cut off.
  return part.file.truncated ? refuseTooLarge() : bytes;
}

function refuseTooLarge(): never {
  return refuse('too-large', `file is larger than ${MEGABYTES} MB, the most a picture may have.`, 'file');
}

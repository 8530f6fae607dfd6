import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isShownInPlace } from '../media/mediaTypes.ts';
import { findBlobType, findBlobTypeFor, findBlobTypeForGuests } from '../media/projectBlobs.ts';
import { readRange } from '../media/readRange.ts';
import type { App, HttpParts } from './httpParts.ts';
import { refuse } from './refusal.ts';

/** A SHA-256 in a path. */
export const bySha256 = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex') });

const MISSING = 'The bytes of this file are missing from the media store. Tell the studio’s admin.';
// A year: bytes under a hash never change.
const CACHE = 'private, max-age=31536000, immutable';

/** `/media/<sha256>`: the bytes of a blob, whole or a range, to whoever may see them. */
export function addMediaRoutes(app: App, parts: HttpParts): void {
  const schema = { params: bySha256 };
  app.route({
    method: ['GET', 'HEAD'],
    url: '/media/:sha256',
    schema,
    handler: async (request, reply) => {
      const { sha256 } = request.params;
      const mime = await requireReadable(parts, request, sha256);
      const etag = `"${sha256}"`;
      reply.headers({ etag, 'cache-control': CACHE, vary: 'Cookie', 'accept-ranges': 'bytes' });
      if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
      const blob = await parts.blobs.stat(sha256);
      if (!blob) return refuse('not-found', MISSING);
      const isShown = isShownInPlace(mime);
      reply.headers({
        'content-type': isShown ? mime : 'application/octet-stream',
        'content-disposition': isShown ? 'inline' : `attachment; filename="${sha256}"`,
        // Whatever the bytes are, they run nothing when they are opened on their own.
        'content-security-policy': "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
      });
      return sendBytes(parts, request, reply, { etag, ...blob });
    },
  });
}

async function sendBytes(
  parts: HttpParts,
  request: FastifyRequest,
  reply: FastifyReply,
  blob: { readonly sha256: string; readonly bytes: number; readonly etag: string },
): Promise<FastifyReply> {
  const condition = request.headers['if-range'];
  const isSame = condition === undefined || condition === blob.etag;
  const range = isSame ? readRange(request.headers.range, blob.bytes) : undefined;
  if (range === 'unsatisfiable') {
    return reply
      .code(416)
      .headers({ 'content-range': `bytes */${blob.bytes}`, 'content-length': 0 })
      .send('');
  }
  const length = range ? range.last - range.first + 1 : blob.bytes;
  if (range) reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${blob.bytes}`);
  reply.header('content-length', length);
  if (request.method === 'HEAD') return reply.send('');
  const bytes = await parts.blobs.get(blob.sha256, range);
  return bytes ? reply.send(bytes) : refuse('not-found', 'This file was removed just now.');
}

/** The type of a blob that whoever asks may read; anything else is not found, whether it exists or not. */
async function requireReadable(parts: HttpParts, request: FastifyRequest, sha256: string): Promise<string> {
  const { callers, database } = parts;
  const mime = callers.isService(request.headers) ? await findBlobType(database, sha256) : undefined;
  if (mime !== undefined) return mime;
  const caller = await callers.findPerson(request.headers);
  const asMember = caller && (await findBlobTypeFor(database, caller.person, sha256));
  if (asMember !== undefined) return asMember;
  const guests = await callers.findGuests(request.headers);
  const asGuest = await findBlobTypeForGuests(database, guests, sha256);
  if (asGuest !== undefined) return asGuest;
  if (!caller && guests.length === 0) return refuse('signed-out', 'You are signed out. Sign in, then try again.');
  return refuse('not-found', 'There is no such file, or you may not see it.');
}

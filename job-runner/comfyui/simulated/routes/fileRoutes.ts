import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import sharp from 'sharp';
import type { Route, SimulatedAnswer, SimulatedRequest } from '../httpServer.ts';
import { SERVER_GOT_ITSELF_IN_TROUBLE } from '../httpServer.ts';
import { isFileType } from '../workerFiles.ts';
import type { WorkerParts } from '../workerParts.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
  '.txt': 'text/plain',
};

/** Fetching files and uploading inputs. */
export function fileRoutes(worker: WorkerParts): Route[] {
  return [
    { method: 'GET', pattern: /^\/view$/, answer: (request) => view(worker, request) },
    { method: 'POST', pattern: /^\/upload\/image$/, answer: (request) => upload(worker, request) },
  ];
}

async function view(worker: WorkerParts, request: SimulatedRequest): Promise<SimulatedAnswer> {
  const asked = request.query.get('filename') ?? '';
  const annotated = /^(.*) \[(input|output|temp)\]$/.exec(asked);
  const name = annotated?.[1] ?? asked;
  const type = annotated?.[2] ?? request.query.get('type') ?? 'output';
  if (name === '' || name.includes('..') || name.startsWith('/') || !isFileType(type)) return { status: 400 };
  const path = worker.files.path(type, request.query.get('subfolder') ?? '', basename(name));
  if (!path) return { status: 403 };
  if (!existsSync(path)) return { status: 404 };
  if (worker.faults.corruptOutput === 'empty') return { status: 200, headers: { 'content-type': contentType(path) } };
  if (worker.faults.corruptOutput === 'wrong-type') {
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Proxy error</title>' };
  }
  const reencoded = await reencode(path, request.query.get('preview'));
  return reencoded ?? serveFile(path, request);
}

/** `preview=webp;75` or `jpeg;90` gives a lighter picture; anything that is no picture raises, as on the real server. */
async function reencode(path: string, preview: string | null): Promise<SimulatedAnswer | undefined> {
  const [, format, quality] = /^(webp|jpeg);(\d{1,3})$/.exec(preview ?? '') ?? [];
  if (format === undefined) return undefined;
  const picture = sharp(readFileSync(path));
  const options = { quality: Math.min(100, Math.max(1, Number(quality))) };
  const body = await (format === 'webp' ? picture.webp(options) : picture.jpeg(options)).toBuffer();
  return { status: 200, headers: { 'content-type': `image/${format}` }, body };
}

function serveFile(path: string, request: SimulatedRequest): SimulatedAnswer {
  const bytes = readFileSync(path);
  const headers = {
    'content-type': contentType(path),
    'content-disposition': `filename="${basename(path)}"`,
    'accept-ranges': 'bytes',
    'last-modified': statSync(path).mtime.toUTCString(),
    etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}"`,
  };
  if (request.headers['if-none-match'] === headers.etag) return { status: 304, headers };
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  if (!range) return { status: 200, headers, body: bytes };
  const [, first = '', last = ''] = range;
  const start = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  if (start > end) return { status: 416, headers: { 'content-range': `bytes */${bytes.length}` } };
  const part = { ...headers, 'content-range': `bytes ${start}-${end}/${bytes.length}` };
  return { status: 206, headers: part, body: bytes.subarray(start, end + 1) };
}

function contentType(path: string): string {
  return CONTENT_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
}

async function upload(worker: WorkerParts, request: SimulatedRequest): Promise<SimulatedAnswer> {
  const body = new Uint8Array(request.body);
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(body, { headers }).formData();
  const file = form.get('image');
  const type = textOf(form, 'type') ?? 'input';
  if (!isFileType(type)) return SERVER_GOT_ITSELF_IN_TROUBLE;
  if (file === null || typeof file === 'string' || file.name === '') return { status: 400 };
  const overwrite = ['true', '1'].includes(textOf(form, 'overwrite') ?? '');
  const bytes = Buffer.from(await file.arrayBuffer());
  const saved = worker.files.upload(type, textOf(form, 'subfolder') ?? '', basename(file.name), bytes, overwrite);
  if (!saved) return { status: 400 };
  return { status: 200, json: { name: saved.filename, subfolder: saved.subfolder, type: saved.type } };
}

function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' ? value : undefined;
}

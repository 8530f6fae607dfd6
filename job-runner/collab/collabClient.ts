import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RunnerStatus } from '@studio/shared/api';
import { mediaUrl } from '@studio/shared/api';
import type { MediaReference } from '@studio/shared/document';
import { Unavailable } from '../documents/unavailable.ts';

const REQUEST_TIMEOUT_MS = 30_000;
// A runner that stops waits for the heartbeat under way and says farewell, within the time it has to stop.
const HEARTBEAT_TIMEOUT_MS = 3000;
const FAREWELL_TIMEOUT_MS = 1000;
const TRANSFER_TIMEOUT_MS = 600_000;

/** The collab-server's HTTP API as a job-runner uses it, with the service key. */
export class CollabClient {
  readonly #baseUrl: string;
  readonly #serviceKey: string;

  constructor(baseUrl: string, serviceKey: string) {
    this.#baseUrl = baseUrl;
    this.#serviceKey = serviceKey;
  }

  /** Uploads a file as a blob of a project, also when the store has its bytes: the upload is what lets the project see it. */
  async uploadFile(projectId: string, file: string, mime: string, signal?: AbortSignal): Promise<MediaReference> {
    const { size } = await stat(file);
    const sha256 = await hashFile(file);
    const reference = { sha256, mime, bytes: size };
    const path = `/api/v1/blobs/${sha256}?project=${projectId}`;
    const answer = await this.#request('PUT', path, {
      body: Readable.toWeb(createReadStream(file)),
      headers: { 'content-type': mime, 'content-length': String(size) },
      timeoutMs: TRANSFER_TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    });
    await expectOk(answer, `A result could not be stored`);
    await answer.body?.cancel();
    return reference;
  }

  /** Downloads a medium to a file, verified against its hash; the file appears only when it is whole. */
  async downloadMedia(sha256: string, file: string, signal?: AbortSignal): Promise<void> {
    const answer = await this.#request('GET', mediaUrl(sha256), {
      timeoutMs: TRANSFER_TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    });
    await expectOk(answer, `The medium ${sha256.slice(0, 12)} could not be read`);
    if (!answer.body) throw new Unavailable(`The medium ${sha256.slice(0, 12)} came without a body.`);
    await mkdir(dirname(file), { recursive: true });
    const partial = `${file}.${randomUUID()}.partial`;
    const hash = createHash('sha256');
    const tap = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(Readable.fromWeb(answer.body), tap, createWriteStream(partial));
      if (hash.digest('hex') !== sha256) throw new Unavailable(`The medium ${sha256.slice(0, 12)} arrived damaged.`);
      await rename(partial, file);
    } finally {
      await rm(partial, { force: true });
    }
  }

  /** Sends the heartbeat. */
  async reportStatus(runnerId: string, status: RunnerStatus): Promise<void> {
    const answer = await this.#request('PUT', `/api/v1/internal/runners/${encodeURIComponent(runnerId)}`, {
      body: JSON.stringify(status),
      headers: { 'content-type': 'application/json' },
      timeoutMs: HEARTBEAT_TIMEOUT_MS,
    });
    await expectOk(answer, 'The heartbeat was refused');
    await answer.body?.cancel();
  }

  /** Says that this runner stops, so that nobody counts on it and its workers for as long as a lost one. */
  async reportGone(runnerId: string): Promise<void> {
    const path = `/api/v1/internal/runners/${encodeURIComponent(runnerId)}`;
    const answer = await this.#request('DELETE', path, { timeoutMs: FAREWELL_TIMEOUT_MS });
    await expectOk(answer, 'The farewell was refused');
    await answer.body?.cancel();
  }

  async #request(
    method: string,
    path: string,
    options: {
      readonly body?: NonNullable<RequestInit['body']>;
      readonly headers?: Readonly<Record<string, string>>;
      readonly timeoutMs?: number;
      readonly signal?: AbortSignal;
    },
  ): Promise<Response> {
    const limit = AbortSignal.timeout(options.timeoutMs ?? REQUEST_TIMEOUT_MS);
    try {
      return await fetch(`${this.#baseUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#serviceKey}`, ...options.headers },
        signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
        ...(options.body === undefined ? {} : { body: options.body, duplex: 'half' }),
      });
    } catch (cause) {
      throw new Unavailable(`The collab-server did not answer ${method} ${path.split('?')[0]}.`, { cause });
    }
  }
}

/** The SHA-256 of a file in lower-case hex. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function expectOk(answer: Response, what: string): Promise<void> {
  if (answer.ok) return;
  const text = (await answer.text()).slice(0, 300);
  throw new Unavailable(`${what}: the collab-server answered ${answer.status} ${text}`);
}

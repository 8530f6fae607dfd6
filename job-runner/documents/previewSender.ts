import type { PreviewMessage } from '@studio/shared/jobs';

const MIN_INTERVAL_MS = 250;
const MAX_PREVIEW_BYTES = 512 * 1024;

/** Sends preview frames, at most four a second for a run. A frame that comes too soon is dropped, never queued. */
export class PreviewSender {
  readonly #send: (payload: string) => boolean;
  readonly #clock: () => number;
  readonly #sentAt = new Map<string, number>();

  constructor(send: (payload: string) => boolean, clock: () => number) {
    this.#send = send;
    this.#clock = clock;
  }

  send(intentId: string, mime: string, bytes: Uint8Array): void {
    const now = this.#clock();
    if (bytes.byteLength > MAX_PREVIEW_BYTES) return;
    if (now - (this.#sentAt.get(intentId) ?? Number.NEGATIVE_INFINITY) < MIN_INTERVAL_MS) return;
    const message: PreviewMessage = {
      type: 'preview',
      intentId,
      mime,
      base64: Buffer.from(bytes).toString('base64'),
    };
    if (this.#send(JSON.stringify(message))) this.#sentAt.set(intentId, now);
  }

  forget(intentId: string): void {
    this.#sentAt.delete(intentId);
  }
}

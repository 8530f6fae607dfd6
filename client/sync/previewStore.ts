import { readPreview } from '@studio/shared/jobs';
import { FrameSignal } from './frameSignal.ts';

const KEPT = 24;

/** The newest preview frame of each run, as object URLs that are given back when they are replaced. */
export class PreviewStore {
  readonly signal = new FrameSignal();
  readonly #urls = new Map<string, string>();

  /** Takes a stateless message of the ledger; anything but a preview is ignored. */
  receive(payload: string): void {
    const preview = readPreview(payload);
    if (!preview) return;
    const bytes = decodeBase64(preview.base64);
    if (!bytes) return;
    this.forget(preview.intentId);
    this.#urls.set(preview.intentId, URL.createObjectURL(new Blob([bytes], { type: preview.mime })));
    const oldest = this.#urls.keys().next().value;
    if (this.#urls.size > KEPT && oldest !== undefined) this.forget(oldest);
    this.signal.emit();
  }

  /** The newest frame of a run. */
  url(intentId: string): string | undefined {
    return this.#urls.get(intentId);
  }

  /** Gives a frame back. */
  forget(intentId: string): void {
    const url = this.#urls.get(intentId);
    if (url !== undefined) URL.revokeObjectURL(url);
    this.#urls.delete(intentId);
  }

  /** Gives all frames back. */
  dispose(): void {
    for (const id of [...this.#urls.keys()]) this.forget(id);
  }
}

function decodeBase64(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

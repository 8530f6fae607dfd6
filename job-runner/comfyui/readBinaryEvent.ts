/** A preview picture as it came over the socket; `promptId` only where the worker told it. */
export interface PreviewFrame {
  readonly mime: string;
  readonly picture: Uint8Array;
  readonly promptId?: string;
}

const PREVIEW = 1;
const PREVIEW_WITH_METADATA = 4;

/** Reads a binary event (big-endian uint32 kind first); undefined for kinds we do not know and frames cut short. */
export function readBinaryEvent(frame: Uint8Array): PreviewFrame | undefined {
  if (frame.byteLength < 8) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const kind = view.getUint32(0);
  const second = view.getUint32(4);
  if (kind === PREVIEW) {
    const mime = second === 1 ? 'image/jpeg' : second === 2 ? 'image/png' : undefined;
    return mime && { mime, picture: frame.subarray(8) };
  }
  if (kind !== PREVIEW_WITH_METADATA || frame.byteLength < 8 + second) return undefined;
  return describedPreview(frame.subarray(8, 8 + second), frame.subarray(8 + second));
}

function describedPreview(json: Uint8Array, picture: Uint8Array): PreviewFrame | undefined {
  try {
    const { prompt_id: promptId, image_type: mime } = JSON.parse(new TextDecoder().decode(json)) as Record<
      string,
      unknown
    >;
    if (mime !== 'image/jpeg' && mime !== 'image/png') return undefined;
    return { mime, picture, ...(typeof promptId === 'string' ? { promptId } : {}) };
  } catch {
    // A preview that cannot be read is dropped like any other lost frame.
    return undefined;
  }
}

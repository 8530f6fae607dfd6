import { z } from 'zod';

/** The answer of an upload: where the bytes are, by hash, and what they turned out to be. */
export const uploadSchema = z.object({
  sha256: z.string(),
  mime: z.string(),
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
});
/** An upload that was accepted. */
export type Upload = z.infer<typeof uploadSchema>;

/** Limits of uploads, in bytes and pixels. */
export const UPLOAD_LIMITS = { imageBytes: 40 * 2 ** 20, imagePixels: 100_000_000, blobBytes: 2 * 2 ** 30 } as const;

/** Where media are served. */
export function mediaUrl(sha256: string): string {
  return `/media/${sha256}`;
}

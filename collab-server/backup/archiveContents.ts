import { z } from 'zod';

/** What the first entry of a backup says, so that a reader knows at once what it has before it. */
export const backupHeadSchema = z.object({
  format: z.literal(1),
  /** ISO 8601, UTC. */
  madeAt: z.string(),
});

/** One entry of the archive as it was written. */
const entrySchema = z.object({
  name: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The last entry of a backup: all others in order. An archive without it was cut short. */
export const archiveContentsSchema = z.object({ entries: z.array(entrySchema) });

/** One entry of the archive as it was written: its name, bytes and SHA-256. */
export type ArchiveEntry = z.infer<typeof entrySchema>;

/** Names of entries. What is not one of these in a backup is refused. */
export const ENTRY = {
  head: 'studio.json',
  secrets: 'secrets.json',
  schema: 'database/schema.json',
  rows: 'database/rows/',
  blobs: 'blobs/',
  repositories: 'repositories/',
  contents: 'contents.json',
} as const;

/** What a studio signs with: without it, share links and sign-ins of the backup would be worthless after a restore. */
export const secretsSchema = z.object({ serviceKey: z.string(), sessionSecret: z.string() });
export type StudioSecrets = z.infer<typeof secretsSchema>;

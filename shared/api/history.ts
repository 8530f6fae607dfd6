import { z } from 'zod';

/** One change between two snapshots in film words. `kind` groups them; layout noise is one line. */
export const changeSchema = z.object({
  kind: z.enum(['shot', 'prompt', 'take', 'cut', 'asset', 'wire', 'project', 'layout']),
  text: z.string(),
  nodeId: z.string().nullable(),
});
/** One change in film words. */
export type Change = z.infer<typeof changeSchema>;

/** A snapshot: a commit of the project's repository. */
export const snapshotSchema = z.object({
  oid: z.string(),
  name: z.string(),
  isAutomatic: z.boolean(),
  authors: z.array(z.string()),
  at: z.number(),
  changes: z.array(changeSchema),
});
/** A snapshot. */
export type SnapshotEntry = z.infer<typeof snapshotSchema>;

/** POST /projects/:id/snapshots */
export const snapshotBodySchema = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(120, 'has at most 120 characters'),
});
/** POST answers with the snapshot, or `isUnchanged` when there is nothing new to keep. */
export const snapshotAnswerSchema = z.object({ snapshot: snapshotSchema.nullable(), isUnchanged: z.boolean() });

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  readComment,
  readMedia,
  readResolution,
  readTake,
  readThread,
  type CommentRow,
  type MediaReference,
  type ProjectManifest,
  type ResolutionRow,
  type TakeRow,
  type ThreadRow,
} from '@studio/shared/document';
import { z } from 'zod';

/** The project as it was at one point of the recording, with the Takes that were there. */
export interface RecordedStage {
  readonly name: string;
  readonly manifest: ProjectManifest;
  readonly takeIds: readonly string[];
}

/** The review of one shot. */
export interface RecordedReview {
  readonly shotId: string;
  readonly threads: readonly ThreadRow[];
  readonly comments: readonly CommentRow[];
  readonly resolutions: readonly ResolutionRow[];
}

/** The sample film as `infra/sample-film/record.ts` wrote it. */
export interface Recording {
  readonly stages: readonly RecordedStage[];
  readonly takes: readonly TakeRow[];
  readonly media: readonly MediaReference[];
  readonly reviews: readonly RecordedReview[];
}

const rows = <Row>(read: (id: string, value: unknown) => Row | undefined) =>
  z.array(
    z.looseObject({ id: z.string() }).transform((value, context): Row => {
      const row = read(value.id, value);
      if (row !== undefined) return row;
      context.addIssue({ code: 'custom', message: `${value.id} is not complete` });
      return z.NEVER;
    }),
  );

const recordingSchema = z.object({
  format: z.literal(1),
  stages: z.array(
    z.object({
      name: z.string(),
      manifest: z.custom<ProjectManifest>(
        (value) =>
          z.object({ schemaVersion: z.number(), nodes: z.record(z.string(), z.unknown()) }).safeParse(value).success,
      ),
      takeIds: z.array(z.string()),
    }),
  ),
  takes: rows(readTake),
  media: z.array(z.custom<MediaReference>((value) => readMedia(value) !== undefined)),
  reviews: z.array(
    z.object({
      shotId: z.string(),
      threads: rows(readThread),
      comments: rows(readComment),
      resolutions: rows(readResolution),
    }),
  ),
});

/** Reads the recording in a folder. Throws when it is not there or not whole: it ships with the product. */
export async function readRecording(folder: string): Promise<Recording> {
  return recordingSchema.parse(JSON.parse(await readFile(join(folder, 'film.json'), 'utf8')));
}

import { z } from 'zod';
import { isJson, type Json } from '../document/json.ts';
import { idSchema, personSchema, roleSchema } from './accounts.ts';

const titleSchema = z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters');

/** A project as lists show it. Times are milliseconds since 1970. `poster` is the SHA-256 of a thumbnail. */
export const projectSchema = z.object({
  id: idSchema,
  title: z.string(),
  logline: z.string(),
  role: roleSchema,
  isArchived: z.boolean(),
  isSample: z.boolean(),
  poster: z.string().nullable(),
  shotCount: z.number().int(),
  createdAt: z.number(),
  changedAt: z.number(),
});
/** A project as lists show it. */
export type Project = z.infer<typeof projectSchema>;

/** POST /projects */
export const createProjectBodySchema = z.object({ title: titleSchema });
/** Bytes of a project that is sent as a file, at most. */
export const PROJECT_FILE_BYTES = 16 << 20;

const json: z.ZodType<Json> = z.custom<Json>(
  (value) => isJson(value),
  'must be JSON with safe keys and finite numbers',
);
const fields = z.record(z.string(), json);
const position = z.object({ x: z.number(), y: z.number() });

/** A project as one JSON value, from outside; what its fields mean is decided when they are read. */
export const manifestSchema = z
  .object({
    schemaVersion: z.number().int().min(1),
    meta: z.object({ title: z.string() }).catchall(json),
    nodes: z.record(
      z.string(),
      z.object({ type: z.string(), position, fields, texts: z.record(z.string(), z.string()) }),
    ),
    edges: z.record(z.string(), fields),
    selections: z.record(z.string(), z.string()),
    tracks: z.record(z.string(), fields),
    clips: z.array(z.object({ id: z.string().min(1).max(128) }).catchall(json)),
    markers: fields,
  })
  .refine((manifest) => isJson(manifest), 'has keys that no document takes');
/** POST /projects/copies: a new project with this content. From `fromProjectId` come Takes and media, if the person may read it. */
export const copyProjectBodySchema = z.object({
  title: titleSchema,
  manifest: manifestSchema,
  fromProjectId: idSchema.optional(),
});
/** The new project, how many Takes came along, and how many files it names that the person may not read. */
export const projectCopySchema = z.object({
  project: projectSchema,
  takes: z.number().int(),
  mediaLeftBehind: z.number().int(),
});
/** A project that was made from another one's content. */
export type ProjectCopy = z.infer<typeof projectCopySchema>;
/** PATCH /projects/:id */
export const changeProjectBodySchema = z.object({ title: titleSchema.optional(), isArchived: z.boolean().optional() });
/** PUT /projects/:id/members/:personId */
export const memberBodySchema = z.object({ role: roleSchema });
/** A member of a project, with the role there. */
export const memberSchema = personSchema;

/** A share link; `url` opens it. `subjects` are shot ids, or `cut`. */
export const shareLinkSchema = z.object({
  id: idSchema,
  label: z.string(),
  url: z.string(),
  subjects: z.array(z.string()),
  mayComment: z.boolean(),
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
});
/** A share link. */
export type ShareLink = z.infer<typeof shareLinkSchema>;
/** POST /projects/:id/share-links */
export const shareLinkBodySchema = z.object({
  label: z.string().trim().min(1, 'must not be empty').max(120, 'has at most 120 characters'),
  subjects: z.array(idSchema).min(1, 'names at least one shot').max(200, 'names at most 200 shots'),
  mayComment: z.boolean().default(true),
  expiresInDays: z.number().int().min(1).max(365).optional(),
});

/** GET /share/:token: what a guest sees before giving a name. */
export const shareDoorSchema = z.object({
  linkId: idSchema,
  title: z.string(),
  label: z.string(),
  mayComment: z.boolean(),
});
/** POST /share/:token/enter */
export const enterShareBodySchema = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(80, 'has at most 80 characters'),
});
/** What a guest's page needs; the cookie that came with it opens the documents. */
export const guestSchema = z.object({
  linkId: idSchema,
  guest: z.object({ id: z.string(), name: z.string(), color: z.string() }),
  projectId: idSchema,
  subjects: z.array(z.string()),
  mayComment: z.boolean(),
});
/** A guest who entered. */
export type GuestPass = z.infer<typeof guestSchema>;

import { z } from 'zod';
import { ROLES } from '../access/roles.ts';

/** A role, as the API spells it. */
export const roleSchema = z.enum(ROLES);
/** A lower-case UUID. */
export const idSchema = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a lower-case UUID');
const nameSchema = z.string().trim().min(1, 'must not be empty').max(80, 'has at most 80 characters');
const passwordSchema = z.string().min(10, 'has at least 10 characters').max(128, 'has at most 128 characters');

/** Somebody of the studio. `color` is their presence colour, `#rrggbb`. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  color: z.string(),
});
/** Somebody of the studio. */
export type Person = z.infer<typeof personSchema>;

/** GET /session: who asks, and what the page needs before it draws anything. */
export const sessionSchema = z.object({
  person: personSchema.nullable(),
  needsSetup: z.boolean(),
  studioName: z.string(),
  areWorkersSimulated: z.boolean(),
});
/** Who asks. */
export type Session = z.infer<typeof sessionSchema>;

/** POST /setup: makes the first owner by the one-time token. */
export const setupBodySchema = z.object({
  token: z.string().min(16),
  studioName: nameSchema.optional(),
  name: nameSchema,
  email: z.email('is not an e-mail address'),
  password: passwordSchema,
});

/** POST /invitations: invites an address, to one project when named. */
export const inviteBodySchema = z.object({
  email: z.email('is not an e-mail address'),
  role: roleSchema.exclude(['owner']),
  projectId: idSchema.optional(),
});
/** An invitation; `url` is what the inviter passes on. */
export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  url: z.string(),
  studioName: z.string(),
  expiresAt: z.number(),
});
/** An invitation. */
export type Invitation = z.infer<typeof invitationSchema>;
/** POST /invitations/:id/accept */
export const acceptBodySchema = z.object({ name: nameSchema, password: passwordSchema });

/** PATCH /people/:id */
export const changeRoleBodySchema = z.object({ role: roleSchema });

/** An API key; `secret` is told once, when it is made. */
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  start: z.string(),
  createdAt: z.number(),
  secret: z.string().optional(),
});
/** An API key. */
export type ApiKey = z.infer<typeof apiKeySchema>;
/** POST /api-keys */
export const apiKeyBodySchema = z.object({ name: nameSchema });

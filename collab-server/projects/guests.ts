import { randomUUID } from 'node:crypto';
import type { GuestPass, ProblemCode } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import type { Kysely } from 'kysely';
import { presenceColor } from '../accounts/presenceColor.ts';
import { hashSecret, makeSecret } from '../accounts/secrets.ts';
import type { Database } from '../storage/database.ts';

const ENDED = 'This link has ended. Ask whoever sent it for a new one.';

/** A share link that opens now, and the project it belongs to. */
export interface OpenLink {
  readonly linkId: string;
  readonly projectId: string;
  readonly title: string;
  readonly label: string;
  readonly subjects: readonly string[];
  readonly mayComment: boolean;
}

/** Finds the open link of a token; `gone` when it was revoked, is too old, or never was. */
export async function findOpenLink(
  database: Kysely<Database>,
  token: string,
  now: Date,
): Promise<Result<OpenLink, ProblemCode>> {
  const row = await openLinks(database, now).where('share_links.token_hash', '=', hashSecret(token)).executeTakeFirst();
  return row ? ok(presentOpenLink(row)) : fail('gone', ENDED);
}

/** Finds a link by its id while it opens; undefined when it has ended. */
export async function findLinkById(
  database: Kysely<Database>,
  linkId: string,
  now: Date,
): Promise<OpenLink | undefined> {
  const row = await openLinks(database, now).where('share_links.id', '=', linkId).executeTakeFirst();
  return row && presentOpenLink(row);
}

/**
 * Lets somebody in by a link under a name. Who comes back with the pass of the same link stays the same guest. `passes`
 * are theirs from then on, the new one first: those of other links stay valid.
 */
export async function enterLink(
  database: Kysely<Database>,
  link: OpenLink,
  name: string,
  earlierPasses: readonly string[],
  now: Date,
): Promise<{ readonly guest: GuestPass; readonly passes: readonly string[] }> {
  const pass = makeSecret();
  const pass_hash = hashSecret(pass);
  const earlier = await guestsWith(database, earlierPasses);
  const again = earlier.find(({ link_id }) => link_id === link.linkId);
  const id = again?.id ?? randomUUID();
  const color = again?.color ?? presenceColor(id);
  const row = { id, link_id: link.linkId, name, color, pass_hash, entered_at: now };
  await database
    .insertInto('guests')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, pass_hash, entered_at: now }))
    .execute();
  const others = new Set(earlier.filter((guest) => guest !== again).map((guest) => guest.pass_hash));
  const kept = earlierPasses.filter((one) => others.has(hashSecret(one)));
  return { guest: presentGuest(link, { id, name, color }), passes: [pass, ...kept] };
}

async function guestsWith(database: Kysely<Database>, passes: readonly string[]) {
  if (passes.length === 0) return [];
  return database
    .selectFrom('guests')
    .select(['id', 'color', 'link_id', 'pass_hash'])
    .where('pass_hash', 'in', passes.map(hashSecret))
    .execute();
}

/** The guests that the holder of some passes is, one for each link that is open, in the order of the passes. */
export async function findGuests(
  database: Kysely<Database>,
  passes: readonly string[],
  now: Date,
): Promise<readonly GuestPass[]> {
  if (passes.length === 0) return [];
  const hashes = passes.map(hashSecret);
  const rows = await openLinks(database, now)
    .innerJoin('guests', 'guests.link_id', 'share_links.id')
    .select(['guests.id as guestId', 'guests.name as guestName', 'guests.color as guestColor', 'guests.pass_hash'])
    .where('guests.pass_hash', 'in', hashes)
    .execute();
  return rows
    .toSorted((a, b) => hashes.indexOf(a.pass_hash) - hashes.indexOf(b.pass_hash))
    .map((row) => presentGuest(presentOpenLink(row), { id: row.guestId, name: row.guestName, color: row.guestColor }));
}

function openLinks(database: Kysely<Database>, now: Date) {
  return database
    .selectFrom('share_links')
    .innerJoin('projects', 'projects.id', 'share_links.project_id')
    .select(['share_links.id', 'share_links.project_id', 'share_links.label', 'share_links.subjects'])
    .select(['share_links.may_comment', 'projects.title'])
    .where('projects.is_archived', '=', false)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]));
}

interface OpenLinkRow {
  readonly id: string;
  readonly project_id: string;
  readonly label: string;
  readonly subjects: readonly string[];
  readonly may_comment: boolean;
  readonly title: string;
}

function presentOpenLink(row: OpenLinkRow): OpenLink {
  const { label, subjects, title } = row;
  return { linkId: row.id, projectId: row.project_id, title, label, subjects, mayComment: row.may_comment };
}

function presentGuest(link: OpenLink, guest: GuestPass['guest']): GuestPass {
  const { linkId, projectId, subjects, mayComment } = link;
  return { linkId, guest, projectId, subjects: [...subjects], mayComment };
}

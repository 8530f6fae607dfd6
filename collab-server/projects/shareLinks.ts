import { randomUUID } from 'node:crypto';
import type { ProblemCode, ShareLink } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import { deriveSecret, hashSecret } from '../accounts/secrets.ts';
import type { ProjectParts } from './projects.ts';

/** What share links need besides: the key that their tokens are derived from, and the origin that they lead to. */
export interface ShareLinkParts extends ProjectParts {
  readonly linkKey: string;
  readonly publicUrl: string;
}

/** What somebody sends to a guest. `subjects` are node ids of shots, or `cut`. */
export interface NewShareLink {
  readonly label: string;
  readonly subjects: readonly string[];
  readonly mayComment: boolean;
  readonly expiresInDays?: number | undefined;
}

/** Makes a share link and fills its document. */
export async function createShareLink(
  parts: ShareLinkParts,
  projectId: string,
  personId: string,
  made: NewShareLink,
): Promise<ShareLink> {
  const id = randomUUID();
  const at = parts.clock();
  const { label, subjects, mayComment, expiresInDays } = made;
  const row = {
    id,
    project_id: projectId,
    label,
    may_comment: mayComment,
    // Derived, so that the link can be shown again; stored hashed, so that the database alone opens nothing.
    token_hash: hashSecret(deriveSecret(parts.linkKey, id)),
    created_by: personId,
    created_at: new Date(at),
    expires_at: expiresInDays === undefined ? null : new Date(at + expiresInDays * 86_400_000),
    revoked_at: null,
  };
  await parts.database
    .insertInto('share_links')
    .values({ ...row, subjects: JSON.stringify(subjects) })
    .execute();
  await parts.documents.publishShare(id);
  return presentLink(parts, { ...row, subjects });
}

/** The links of a project that still open, the newest first. */
export async function listShareLinks(parts: ShareLinkParts, projectId: string): Promise<ShareLink[]> {
  const now = new Date(parts.clock());
  const rows = await parts.database
    .selectFrom('share_links')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => presentLink(parts, row));
}

/** Ends a link: its guests are cut off at once. */
export async function revokeShareLink(
  parts: ShareLinkParts,
  projectId: string,
  linkId: string,
): Promise<Result<null, ProblemCode>> {
  const [changed] = await parts.database
    .updateTable('share_links')
    .set({ revoked_at: new Date(parts.clock()) })
    .where('id', '=', linkId)
    .where('project_id', '=', projectId)
    .where('revoked_at', 'is', null)
    .execute();
  if (changed?.numUpdatedRows !== 1n) return fail('not-found', 'There is no such link in this project.');
  await parts.accessChanges.announce({ linkId });
  return ok(null);
}

interface LinkRow {
  readonly id: string;
  readonly label: string;
  readonly subjects: readonly string[];
  readonly may_comment: boolean;
  readonly created_at: Date;
  readonly expires_at: Date | null;
}

function presentLink(parts: ShareLinkParts, row: LinkRow): ShareLink {
  return {
    id: row.id,
    label: row.label,
    url: `${parts.publicUrl}/s/${deriveSecret(parts.linkKey, row.id)}`,
    subjects: [...row.subjects],
    mayComment: row.may_comment,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at?.getTime() ?? null,
  };
}

import { fail, ok, type Result } from '../result.ts';

/** Which document a connection asks for. Ids are lower-case UUIDs; `subject` is a node id or `cut`. */
export type DocumentName =
  | { readonly kind: 'project'; readonly projectId: string }
  | { readonly kind: 'ledger'; readonly projectId: string }
  | { readonly kind: 'review'; readonly projectId: string; readonly subject: string }
  | { readonly kind: 'board'; readonly projectId: string }
  | { readonly kind: 'share'; readonly linkId: string };

/** The subject of the review document of the whole cut. */
export const CUT_SUBJECT = 'cut';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const ID_PATTERN = new RegExp(`^${UUID}$`);
const PROJECT_PATTERN = new RegExp(`^project/(${UUID})(?:/(ledger|board)|/review/(${UUID}|${CUT_SUBJECT}))?$`);
const SHARE_PATTERN = new RegExp(`^share/(${UUID})$`);

/** True for a lower-case hyphenated UUID, the only form of id that documents and rows use. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID_PATTERN.test(value);
}

/** Reads a Hocuspocus document name against the allow-list; anything else is `unknown-document`. */
export function parseDocumentName(name: string): Result<DocumentName, 'unknown-document'> {
  const share = SHARE_PATTERN.exec(name);
  if (share?.[1]) return ok({ kind: 'share', linkId: share[1] });
  const project = PROJECT_PATTERN.exec(name);
  const [, projectId, companion, subject] = project ?? [];
  if (!projectId) return fail('unknown-document', 'There is no such document. Open the project from its list again.');
  if (subject) return ok({ kind: 'review', projectId, subject });
  if (companion === 'ledger' || companion === 'board') return ok({ kind: companion, projectId });
  return ok({ kind: 'project', projectId });
}

/** Writes the Hocuspocus name of a document; the inverse of `parseDocumentName`. */
export function formatDocumentName(name: DocumentName): string {
  switch (name.kind) {
    case 'share':
      return `share/${name.linkId}`;
    case 'project':
      return `project/${name.projectId}`;
    case 'review':
      return `project/${name.projectId}/review/${name.subject}`;
    default:
      return `project/${name.projectId}/${name.kind}`;
  }
}

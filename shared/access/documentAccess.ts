import type { Role } from './roles.ts';

/** Who asks for a document. A guest may have one link, and through it the reviews of its subjects. */
export type Visitor =
  | { readonly kind: 'member'; readonly role: Role }
  | {
      readonly kind: 'guest';
      readonly linkId: string;
      readonly subjects: readonly string[];
      readonly mayComment: boolean;
    }
  | { readonly kind: 'service' };

/** A document as access sees it: its kind and, where it matters, whose it is. */
export interface DocumentSubject {
  readonly kind: 'project' | 'ledger' | 'review' | 'board' | 'share';
  readonly linkId?: string;
  readonly subject?: string;
}

/** What a visitor may do with a document. */
export type Access = 'none' | 'read' | 'write';

/** The one table of document permission: who reads and writes which kind. Membership of the project is asked before this. */
export function documentAccess(visitor: Visitor, document: DocumentSubject): Access {
  if (visitor.kind === 'service') return 'write';
  if (visitor.kind === 'guest') return guestAccess(visitor, document);
  const { role } = visitor;
  const mayEdit = role === 'owner' || role === 'admin' || role === 'editor';
  switch (document.kind) {
    case 'project':
    case 'board':
      return mayEdit ? 'write' : 'read';
    case 'review':
      return mayEdit || role === 'reviewer' ? 'write' : 'read';
    case 'ledger':
      return 'read';
    case 'share':
      return 'none';
  }
}

function guestAccess(guest: Extract<Visitor, { kind: 'guest' }>, document: DocumentSubject): Access {
  if (document.kind === 'share') return document.linkId === guest.linkId ? 'read' : 'none';
  if (document.kind !== 'review' || document.subject === undefined || !guest.subjects.includes(document.subject))
    return 'none';
  return guest.mayComment ? 'write' : 'read';
}

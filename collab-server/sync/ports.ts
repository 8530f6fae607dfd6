import type { IncomingHttpHeaders } from 'node:http';
import type { CloseReason } from '@studio/shared/access';
import type { DocumentName } from '@studio/shared/document';
import type { Result } from '@studio/shared/result';

/** Somebody as others see them. `color` is a CSS colour. */
export interface VisibleName {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

/** Who is at the other end of a connection. */
export type Identity =
  | { readonly kind: 'member'; readonly person: VisibleName; readonly sessionId: string }
  | { readonly kind: 'guest'; readonly linkId: string; readonly guest: VisibleName }
  | { readonly kind: 'service' };

/** What a change of access was about; absent fields mean "any". `{}` concerns everybody. */
export interface AccessChange {
  readonly personId?: string;
  readonly linkId?: string;
  readonly projectId?: string;
}

/** What sync asks of accounts. A thrown error means that the answer could not be found out: the client tries again. */
export interface AccessDesk {
  /**
   * Says who connects, by the upgrade's headers (session or guest cookie) and the token that the client sent. A request
   * without an Origin comes here without its cookies, so that only a token can speak for it. Who has passes of several
   * links is the guest of the one that opens this document.
   */
  identify(headers: IncomingHttpHeaders, token: string, document: DocumentName): Promise<Result<Identity, CloseReason>>;
  /** Says what they may do with a document now; refuses documents of projects and links that do not exist. */
  authorise(identity: Identity, document: DocumentName): Promise<Result<'read' | 'write', CloseReason>>;
  /**
   * Calls back after roles, memberships, sessions, links or archives changed, on every server and after the change is
   * stored. Returns how to stop.
   */
  onAccessChanged(listener: (change: AccessChange) => void): () => void;
}

/** Who made a change, as the journal keeps it. */
export interface ChangeAuthor {
  readonly kind: Identity['kind'];
  readonly id: string;
  readonly name: string;
}

/** The author that the journal names for an identity. */
export function authorOf(identity: Identity): ChangeAuthor {
  switch (identity.kind) {
    case 'member':
      return { kind: 'member', id: identity.person.id, name: identity.person.name };
    case 'guest':
      return { kind: 'guest', id: identity.guest.id, name: identity.guest.name };
    case 'service':
      return { kind: 'service', id: 'service', name: 'Studio' };
  }
}

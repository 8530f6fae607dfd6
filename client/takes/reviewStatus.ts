import type { NotesRow } from '@studio/shared/document';

/** Where a shot stands. */
export type ReviewStatus = 'empty' | 'approved' | 'changes' | 'review';

/** The words for it. */
export const STATUS_WORDS: { readonly [status in ReviewStatus]: string } = {
  empty: 'No Takes',
  approved: 'Approved',
  changes: 'Changes',
  review: 'Needs review',
};

/** Where a shot stands, from its Takes and its notes: a wish for changes or an open note outweighs an approval. */
export function reviewStatus(hasTakes: boolean, notes: NotesRow | undefined): ReviewStatus {
  if (!hasTakes) return 'empty';
  if (notes && (notes.changes > 0 || (notes.approved > 0 && notes.open > 0))) return 'changes';
  return notes && notes.approved > 0 ? 'approved' : 'review';
}

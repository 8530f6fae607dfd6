/** The parts of a review that counting needs; the rows of `shared/document` fit. */
export interface ReviewRows {
  readonly threads: Iterable<{ readonly id: string; readonly takeId: string }>;
  readonly resolutions: { get(threadId: string): { readonly isResolved: boolean } | undefined };
  readonly approvals: Iterable<{ readonly verdict: 'approved' | 'changes' }>;
}

/** How many notes of a shot are open and settled, and what people said of its Takes. */
export interface NotesCount {
  readonly open: number;
  readonly resolved: number;
  readonly approved: number;
  readonly changes: number;
}

/** Counts the notes of a review document. */
export function countNotes(review: ReviewRows): NotesCount {
  let open = 0;
  let resolved = 0;
  for (const thread of review.threads) {
    if (review.resolutions.get(thread.id)?.isResolved === true) resolved += 1;
    else open += 1;
  }
  const verdicts = [...review.approvals].map((approval) => approval.verdict);
  return {
    open,
    resolved,
    approved: verdicts.filter((verdict) => verdict === 'approved').length,
    changes: verdicts.filter((verdict) => verdict === 'changes').length,
  };
}

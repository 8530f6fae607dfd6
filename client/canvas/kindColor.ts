import type { HandleKind } from '@studio/shared/graph';

/** The colour of what flows through a handle, as a CSS value; muted, because saturated hues belong to people. */
export function kindColor(kind: HandleKind | undefined): string {
  return kind === undefined ? 'var(--line-strong)' : `var(--kind-${kind})`;
}

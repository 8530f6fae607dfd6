import { create } from 'zustand';

/** The tab of a colleague whose view is mine while I follow. */
export interface Followed {
  readonly clientId: number;
  readonly name: string;
  readonly color: string;
}

/** Whom I follow, or null. */
export const useFollowing = create<{ readonly whom: Followed | null }>(() => ({ whom: null }));

/** Sees what somebody sees from now on. */
export function follow({ clientId, name, color }: Followed): void {
  useFollowing.setState({ whom: { clientId, name, color } });
}

/** Back to my own view. */
export function stopFollowing(): void {
  if (useFollowing.getState().whom !== null) useFollowing.setState({ whom: null });
}

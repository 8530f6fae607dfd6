import { useSyncExternalStore } from 'react';

const QUERY = '(max-width: 640px)';

/** True on a narrow screen, where the layout is the phone's. */
export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, isPhone);
}

/** Whether the screen is narrow at this moment. */
export function isPhone(): boolean {
  return matchMedia(QUERY).matches;
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia(QUERY);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}

import { z } from 'zod';

/** The cache that `public/offline.js` answers from. */
const CACHE = 'studio-page-1';

/**
 * Keeps the page itself on this device: the worker that answers without a network, and every file of this build, also
 * those of views that nobody has opened yet. Files of earlier builds are given back.
 */
export async function keepPage(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/offline.js');
    const listed = await fetch('/page-files.json');
    const files = z
      .array(z.string())
      .parse(await listed.json())
      .map((name) => new URL(name, location.origin).href);
    const cache = await caches.open(CACHE);
    const kept = new Set((await cache.keys()).map((request) => request.url));
    await cache.addAll(files.filter((file) => !kept.has(file)));
    const isOld = (url: string) => url.startsWith(`${location.origin}/assets/`) && !files.includes(url);
    await Promise.all([...kept].filter(isOld).map((url) => cache.delete(url)));
  } catch (error) {
    // Without it the page needs the network to open; nothing that people made depends on it.
    console.warn('page.not-kept', error);
  }
}

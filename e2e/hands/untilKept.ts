import type { Page } from 'playwright';

/** Waits until the page and all its files are on the device, so that it opens without a network. */
export async function untilKept(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    if (!navigator.serviceWorker.controller) return false;
    const files = (await (await fetch('/page-files.json')).json()) as string[];
    const cache = await caches.open('studio-page-1');
    const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
    return files.every((file) => kept.has(new URL(file, location.origin).pathname)) && kept.has('/');
  });
}

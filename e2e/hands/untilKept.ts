import type { Page } from 'playwright';

/** Waits until the page and all its files are on the device. */
export async function untilKept(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    if (!navigator.serviceWorker.controller) return false;
    const build = document.querySelector('meta[name=build]')?.getAttribute('content') ?? '';
    const kept = await (await caches.open(`studio-page/${build}`)).keys();
    return kept.some((request) => new URL(request.url).pathname === '/');
  });
}

import type { Page } from 'playwright';

/** The names of the documents' copies that this browser has. */
export function copiesOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    return names.filter((name) => name.startsWith('studio/')).toSorted();
  });
}

/** The media that this browser keeps, by hash. */
export function mediaOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys())
        found.push(/\/media\/([0-9a-f]{64})$/.exec(url)?.[1] ?? '');
    }
    return [...new Set(found)].filter((hash) => hash !== '').toSorted();
  });
}

/** Gives the browser only so many bytes for the studio; `free` gives it what it likes again. */
export async function limitStorage(page: Page, quotaSize: number): Promise<{ free(): Promise<void> }> {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  // The limit holds for as long as this connection to the browser is there.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  return { free: () => devtools.detach() };
}

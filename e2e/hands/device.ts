import type { Page } from 'playwright';

/** The names of the documents' copies that this browser has. */
export function copiesOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    return names.filter((name) => name.startsWith('studio/')).toSorted();
  });
}

/** Gives the browser only so many bytes for the studio; `free` gives it what it likes again. */
export async function limitStorage(page: Page, quotaSize: number): Promise<{ free(): Promise<void> }> {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  // The limit holds for as long as this session is there.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  return { free: () => devtools.detach() };
}

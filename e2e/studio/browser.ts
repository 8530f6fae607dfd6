import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';
export const DESKTOP = { width: 1440, height: 900 } as const;
export const PHONE = { width: 390, height: 844 } as const;

/** Starts the system's Chromium; without one the test fails with its name. */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(SYSTEM_CHROMIUM)) throw new Error('Chromium is missing. Install it: apt-get install chromium');
  return chromium.launch({
    executablePath: SYSTEM_CHROMIUM,
    args: [
      // Chromium refuses its sandbox to root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

/** A person's own browser profile with what went wrong in it. */
export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of the page's scripts and failed requests of the studio, in order. */
  readonly errors: readonly string[];
}

/** Opens a window of its own profile: cookies and stored documents are shared with nobody. */
export async function openWindow(
  browser: Browser,
  viewport: { width: number; height: number } = DESKTOP,
): Promise<Window> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('response', (response) => {
    if (response.status() >= 500) errors.push(`${response.status()} ${response.url()}`);
  });
  page.setDefaultTimeout(20_000);
  return { context, page, errors };
}

import type { Page } from 'playwright';
import type { Studio } from './startStudio.ts';

/** Somebody with an account in a test studio. */
export interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The accounts of the tests. */
export const DIRECTOR: Account = {
  name: 'Test Director',
  email: 'director@studio.invalid',
  password: 'a long enough phrase',
};
export const ARTIST: Account = { name: 'Test Artist', email: 'artist@studio.invalid', password: 'another long phrase' };

/** Makes the first owner by the one-time link, in the page. */
export async function becomeOwner(page: Page, studio: Studio, account: Account): Promise<void> {
  if (studio.setupUrl === undefined) throw new Error('This studio has an owner already.');
  await page.goto(studio.setupUrl);
  await page.getByRole('textbox', { name: 'Your name' }).fill(account.name);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: /create|make/i }).click();
  await page.waitForURL((url) => url.pathname === '/' || url.pathname.startsWith('/p/'));
}

/** Calls the HTTP API as the person of this page. Throws what it answers. */
export async function callApi<Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  const origin = new URL(page.url()).origin;
  const response = await page.request.fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { origin },
    ...(body === undefined ? {} : { data: body }),
  });
  if (!response.ok()) throw new Error(`${method} ${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Invites somebody and accepts in their own window, which is signed in afterwards. */
export async function join(
  inviter: Page,
  page: Page,
  account: Account,
  projectId: string,
  role: string,
): Promise<void> {
  const invitation = await callApi<{ url: string }>(inviter, 'POST', '/invitations', {
    email: account.email,
    role,
    projectId,
  });
  await page.goto(invitation.url);
  await page.getByRole('textbox', { name: 'Your name' }).fill(account.name);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: /join|accept/i }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/invite'));
}

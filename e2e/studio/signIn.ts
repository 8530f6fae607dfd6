import type { StudioClient } from '@studio/infra/testing';
import type { Page } from 'playwright';

/** Signs a person who has a program into a page, by the form. */
export async function signIn(page: Page, person: StudioClient): Promise<void> {
  await page.goto(`${person.origin}/sign-in`);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

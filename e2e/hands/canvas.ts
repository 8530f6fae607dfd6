import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';

/** The canvas of the page. */
export function canvasOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Canvas', exact: true });
}

/** A node on the canvas by the beginning of its name. */
export function nodeOf(page: Page, name: string): Locator {
  return page.getByRole('group', { name: new RegExp(name) }).first();
}

/** Brings the whole graph into view: nodes out of sight are not drawn. */
export async function fitAll(page: Page, name: string): Promise<void> {
  await expect
    .poll(async () => {
      await canvasOf(page).focus();
      await page.keyboard.press('Shift+Digit1');
      return nodeOf(page, name).count();
    })
    .toBeGreaterThan(0);
}

/** Selects a node and returns its prompt's editor. */
export async function promptOf(page: Page, name: string): Promise<Locator> {
  await nodeOf(page, name).click({ position: { x: 20, y: 12 } });
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  await prompt.waitFor();
  return prompt;
}

/** Drags a node by its head, once the view has come to rest. */
export async function dragNode(page: Page, name: string, dx: number, dy: number): Promise<void> {
  const grip = { x: 30, y: 8 };
  await nodeOf(page, name).hover({ position: grip });
  const box = await nodeOf(page, name).boundingBox();
  if (!box) throw new Error(`${name} is not on the canvas`);
  const from = { x: box.x + grip.x, y: box.y + grip.y };
  await page.mouse.down();
  await page.mouse.move(from.x + dx / 2, from.y + dy / 2, { steps: 4 });
  await page.mouse.move(from.x + dx, from.y + dy, { steps: 4 });
  await page.mouse.up();
}

/** What stands in an editor, without the carets of others. */
export function textOf(editor: Locator): Promise<string> {
  return editor.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const caret of copy.querySelectorAll('.cm-ySelectionCaret')) caret.remove();
    return copy.textContent ?? '';
  });
}

/** The words of the sync badge. */
export async function badgeOf(page: Page): Promise<string> {
  return (await page.locator('header [role=status]').first().getAttribute('aria-label')) ?? '';
}

/** Writes down every text the sync badge shows from now on, however shortly. */
export async function watchBadge(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { badgeTexts: seen });
    const look = () => {
      const text = document.querySelector('header [role=status]')?.getAttribute('aria-label') ?? '';
      if (text !== '' && seen.at(-1) !== text) seen.push(text);
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  return () => page.evaluate(() => (window as unknown as { badgeTexts: string[] }).badgeTexts);
}

import type { Page } from 'playwright';

type Color = readonly [red: number, green: number, blue: number, alpha: number];
interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What is wrong with a screen as it stands, each in one line; empty when nothing is. */
export async function examinePage(page: Page): Promise<readonly string[]> {
  // They run in the page, which has nothing of this module but what is sent there.
  const parts = [isShown, seenPart, firstText, nameOf, describe, scrollsSideways, isUnderStuckBox];
  const looks = [pageProblems, controlProblems, placeProblem, coverProblem, contrastProblems, textProblem];
  const colors = [readColor, over, opacityOf, backgroundOf, brightness, contrast];
  const source = [...parts, ...looks, ...colors].map(String).join('\n');
  return page.evaluate(`(() => { ${source}
    return [...new Set([...pageProblems(), ...controlProblems(), ...contrastProblems()])];
  })()`);
}

function isShown(element: Element): boolean {
  return (
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
    element.closest('[aria-hidden=true], [inert]') === null
  );
}

/** The part of an element that the clipping boxes around it let through. */
function seenPart(element: Element): Sides {
  let { left, top, right, bottom } = element.getBoundingClientRect();
  for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(box);
    if (overflowX === 'visible' && overflowY === 'visible') continue;
    const around = box.getBoundingClientRect();
    [left, top] = [Math.max(left, around.left), Math.max(top, around.top)];
    [right, bottom] = [Math.min(right, around.right), Math.min(bottom, around.bottom)];
  }
  return { left, top, right, bottom };
}

function firstText(...texts: readonly (string | null | undefined)[]): string {
  return texts.map((text) => (text ?? '').trim()).find((text) => text !== '') ?? '';
}

/** A control's name as a screen reader would say it, near enough. */
function nameOf(element: Element): string {
  const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/);
  const labelledBy = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  const { labels } = element as HTMLInputElement;
  const label = [...(labels ?? [])].map((one) => one.textContent ?? '').join(' ');
  const picture = element.querySelector('img[alt]:not([alt=""]), svg[aria-label]');
  const ofPicture = picture?.getAttribute('alt') ?? picture?.getAttribute('aria-label');
  const own = element.getAttribute('aria-label');
  return firstText(own, labelledBy, label, element.textContent, ofPicture, element.getAttribute('title'));
}

function describe(element: Element): string {
  return `<${element.tagName.toLowerCase()}> “${nameOf(element).slice(0, 50)}”`;
}

function scrollsSideways(element: Element): boolean {
  for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
    const { overflowX } = getComputedStyle(box);
    if ((overflowX === 'auto' || overflowX === 'scroll') && box.scrollWidth > box.clientWidth) return true;
  }
  return false;
}

/** A bar that is stuck to the edge of a list covers what scrolls below it; nothing else may. */
function isUnderStuckBox(hit: Element): boolean {
  for (let box: Element | null = hit; box; box = box.parentElement) {
    if (['sticky', 'fixed'].includes(getComputedStyle(box).position)) return true;
  }
  return false;
}

function pageProblems(): string[] {
  const { scrollWidth } = document.documentElement;
  return scrollWidth > innerWidth ? [`The page is ${scrollWidth} px wide in a window of ${innerWidth}.`] : [];
}

function controlProblems(): string[] {
  const roles = [
    'button',
    'tab',
    'menuitem',
    'menuitemcheckbox',
    'option',
    'checkbox',
    'combobox',
    'slider',
    'textbox',
  ];
  const native = 'button, a[href], input, select, textarea';
  const controls = [...document.querySelectorAll([native, ...roles.map((role) => `[role=${role}]`)].join())];
  return controls.filter(isShown).flatMap((control) => {
    const unnamed = nameOf(control) === '' ? [`A control has no name: ${control.outerHTML.slice(0, 160)}`] : [];
    const { width, height } = control.getBoundingClientRect();
    // What lies on the canvas is moved by panning: it may stand anywhere.
    const isFree = control.closest('.react-flow__viewport') !== null;
    const isPlaced = !isFree && width >= 2 && height >= 2;
    return [...unnamed, ...(isPlaced ? [...placeProblem(control), ...coverProblem(control)] : [])];
  });
}

function placeProblem(control: Element): string[] {
  const { left, right, top, bottom } = control.getBoundingClientRect();
  const seen = seenPart(control);
  const where = `${Math.round(left)} to ${Math.round(right)} px of ${innerWidth}`;
  const isScrolledAway = seen.right - seen.left < 2 || seen.bottom - seen.top < 2;
  if (scrollsSideways(control)) return [];
  const isOutside = left < -1 || right > innerWidth + 1;
  if (isScrolledAway) return isOutside ? [`${describe(control)} cannot be reached: ${where}.`] : [];
  if (isOutside || seen.right - seen.left < (right - left) * 0.9) return [`${describe(control)} is cut off: ${where}.`];
  const isFixed = control.closest('[role=dialog], [role=menu], header, nav') !== null;
  return isFixed && top < -1 && bottom > 1 ? [`${describe(control)} is cut off at the top.`] : [];
}

function coverProblem(control: Element): string[] {
  const seen = seenPart(control);
  if (seen.right - seen.left < 2 || seen.bottom - seen.top < 2) return [];
  const x = (Math.max(seen.left, 0) + Math.min(seen.right, innerWidth)) / 2;
  const y = (Math.max(seen.top, 0) + Math.min(seen.bottom, innerHeight)) / 2;
  const hit = document.elementFromPoint(x, y);
  if (!hit || control.contains(hit) || hit.contains(control) || isUnderStuckBox(hit)) return [];
  if (hit.closest('label')?.control === control) return [];
  return [`${describe(control)} is covered by ${describe(hit)}.`];
}

function contrastProblems(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const isExempt = 'script, style, :disabled, [aria-disabled=true], [data-disabled]';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (firstText(node.textContent) === '' || !element || !isShown(element) || element.closest(isExempt)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { width, height, top, bottom } = range.getBoundingClientRect();
    const isInSight = width >= 2 && height >= 2 && bottom > 0 && top < innerHeight;
    if (isInSight) found.push(...textProblem(firstText(node.textContent), element));
  }
  return found;
}

/** Text needs the contrast of WCAG AA: 4.5, or 3 where it is large. */
function textProblem(text: string, element: Element): string[] {
  const behind = backgroundOf(element);
  if (!behind) return [];
  const { color, fontSize, fontWeight } = getComputedStyle(element);
  const size = Number.parseFloat(fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
  const [red, green, blue, alpha] = readColor(color);
  const ratio = contrast(over([red, green, blue, alpha * opacityOf(element)], behind), behind);
  if (ratio >= (isLarge ? 3 : 4.5) - 0.05) return [];
  return [`“${text.slice(0, 40)}” has a contrast of ${ratio.toFixed(2)} (${color}).`];
}

function readColor(css: string): Color {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  if (!context) return [0, 0, 0, 1];
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function over(color: Color, below: Color): Color {
  const mix = (above: number, under: number) => above * color[3] + under * (1 - color[3]);
  return [mix(color[0], below[0]), mix(color[1], below[1]), mix(color[2], below[2]), 1];
}

function opacityOf(element: Element): number {
  let opacity = 1;
  for (let box: Element | null = element; box; box = box.parentElement)
    opacity *= Number(getComputedStyle(box).opacity);
  return opacity;
}

/** The colour behind an element's text; undefined on a picture, or where it lies on what it happens to cover. */
function backgroundOf(element: Element): Color | undefined {
  const layers: Color[] = [];
  for (let box: Element | null = element; box; box = box.parentElement) {
    const { backgroundImage, backgroundColor, position } = getComputedStyle(box);
    if (backgroundImage !== 'none') return undefined;
    const color = readColor(backgroundColor);
    if (color[3] > 0) layers.push(color);
    if (color[3] === 1) break;
    if (position === 'absolute' || position === 'fixed') return undefined;
  }
  return layers.reduceRight<Color>((below, layer) => over(layer, below), [0, 0, 0, 1]);
}

function brightness(color: Color): number {
  const [red = 0, green = 0, blue = 0] = color.slice(0, 3).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Color, other: Color): number {
  const [a, b] = [brightness(one), brightness(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

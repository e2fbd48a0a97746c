import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Once the page is there whole, with its style sheets: a click comes back as soon as the next page begins, and on a busy
 * machine a page looked at then has no style yet.
 */
async function dressed(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(isDressed).catch(() => false), { message: 'the page with its style sheets' })
    .toBe(true);
}

// biome-ignore lint/suspicious/noExplicitAny: the browser's own object, without pulling its types into the house.
declare const document: any;
const isDressed = (): boolean =>
  document.readyState === 'complete' &&
  [...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet !== null);

/** What one of the page checks finds on the page once it is there whole. */
export async function measure<T>(page: Page, look: () => T): Promise<T> {
  await dressed(page);
  return page.evaluate(look);
}

/** What axe finds on the page once it is there whole. */
export async function axe(page: Page) {
  await dressed(page);
  return new AxeBuilder({ page }).analyze();
}

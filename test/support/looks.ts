import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { scrollWidth, tooSmallLetters, tooSmallTargets } from './page-checks.ts';

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

/** Of the page once it is there whole, where SCREENSHOTS names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await dressed(page);
  const file = path.join(folder, `${name.replaceAll('/', '-')}.png`);
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: file, fullPage: true });
}

/**
 * What a page must hold in any language: no sideways scroll, big letters and targets, nothing that axe finds. Axe is a script: where
 * the browser runs none (`hasScript`), the rest is looked at.
 */
export async function expectNoFault(page: Page, name: string, width: number, hasScript = true): Promise<void> {
  await keepPicture(page, name);
  expect([name, await measure(page, scrollWidth)]).toEqual([name, width]);
  expect([name, await measure(page, tooSmallLetters)]).toEqual([name, []]);
  expect([name, await measure(page, tooSmallTargets)]).toEqual([name, []]);
  if (!hasScript) return;
  const { violations } = await axe(page);
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect([name, told]).toEqual([name, []]);
}

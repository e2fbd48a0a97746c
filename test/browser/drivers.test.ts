import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDriveSpeech } from '../../src/i18n/drive/index.ts';
import { LANGUAGES } from '../../src/i18n/languages.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { scrollWidth, tooSmallLetters, tooSmallTargets } from '../support/page-checks.ts';
import { openSite, type Site } from '../support/site.ts';

const WIDTH = 360;
let site: Site;
let browser: TestBrowser;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function check(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) {
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  }
  expect([name, await measure(page, scrollWidth)]).toEqual([name, WIDTH]);
  expect([name, await measure(page, tooSmallLetters)]).toEqual([name, []]);
  expect([name, await measure(page, tooSmallTargets)]).toEqual([name, []]);
  const { violations } = await axe(page);
  expect([name, violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)]).toEqual([
    name,
    [],
  ]);
}

describe.each(LANGUAGES)('offering to drive, in $name, without script', ({ code }) => {
  const say = findDriveSpeech(code)?.say;
  if (say === undefined) throw new Error(`There is no catalogue for ${code}.`);
  const number = `06 39 98 00 4${LANGUAGES.findIndex((one) => one.code === code)}`;

  it('is put right, checked and sent', async () => {
    const context = await browser.visitor({ viewport: { width: WIDTH, height: 740 }, javaScriptEnabled: false });
    const page = await context.newPage();
    const answer = await page.goto(`${site.url}/${code}/conduire`);
    expect((await answer?.body())?.length ?? 0).toBeLessThan(30_000);
    await check(page, `drive-${code}-1-form`);
    await page.getByRole('button', { name: say.submit }).click();
    await page.locator('.error-summary').waitFor();
    await check(page, `drive-${code}-2-errors`);

    await page.locator('#structure').check();
    await page.locator('#kind').check();
    await page.locator('#from1').fill('Commercy');
    await page.locator('#to1').fill('Bar-le-Duc');
    await page
      .getByLabel(say.weekdays[0] ?? '')
      .first()
      .check();
    await page.locator('#time1').fill('7:10');
    await page.locator('#seats').fill('3');
    await page.locator('#firstName').fill('Lise');
    await page.locator('#phone').fill(number);
    await page.locator('#commune').fill('Commercy');
    await page.locator('#charter').check();
    await page.getByRole('button', { name: say.submit }).click();
    await page.getByRole('heading', { name: say.check.title }).waitFor();
    await check(page, `drive-${code}-3-check`);
    await page.getByRole('button', { name: say.check.send }).click();
    await page.getByRole('heading', { name: say.done.title }).waitFor();
    await check(page, `drive-${code}-4-sent`);
    await context.close();
  });
});

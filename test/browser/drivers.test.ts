import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/db/seeds/territory.ts';
import { findDriveSpeech } from '../../src/i18n/drive/index.ts';
import { LANGUAGES } from '../../src/i18n/languages.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { expectNoFault } from '../support/looks.ts';
import { createMember } from '../support/sign-in.ts';
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

const check = (page: Page, name: string) => expectNoFault(page, name, WIDTH);

describe.each(LANGUAGES)('offering to drive, in $name, without script', ({ code }) => {
  const say = findDriveSpeech(code)?.say;
  if (say === undefined) throw new Error(`There is no catalogue for ${code}.`);
  const number = `06 39 98 00 4${LANGUAGES.findIndex((one) => one.code === code)}`;

  it('is put right, checked and sent', async () => {
    const context = await browser.visitor({ viewport: { width: WIDTH, height: 740 } });
    const page = await context.newPage();
    const answer = await page.goto(`${site.url}/${code}/conduire`);
    // Nothing of it needs a script: none is sent.
    expect(await answer?.text()).not.toContain('<script');
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

describe('a coordinator', () => {
  it('reads who offered to drive, dates papers, accepts, and prints a statement', async () => {
    const context = await browser.visitor({ viewport: { width: WIDTH, height: 740 } });
    const page = await context.newPage();
    const member = await createMember(
      { url: site.databaseUrl, clock: systemClock },
      { organisationId: 'org_demo_conduite', role: 'provider', displayName: 'Paul Renard' },
    );
    await page.goto(`${site.url}/connexion`);
    await page.locator('input[name="email"]').first().fill(member.email);
    await page.locator('input[name="password"]').fill(member.password);
    await page.locator('button[value="mot-de-passe"]').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
    await page.goto(`${site.url}/structure/conducteurs`);
    await check(page, 'drivers-1-list');
    await page.getByRole('link', { name: 'Sonia Lefort' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sonia Lefort' }).waitFor();
    await check(page, 'drivers-2-applied');
    await page.getByRole('button', { name: 'Accepter' }).click();
    await page.locator('.error-summary').waitFor();
    await check(page, 'drivers-3-papers-first');
    for (const paper of ['Permis de conduire', 'Assurance']) {
      await page.getByLabel(paper, { exact: true }).check();
      await page.getByLabel('Vu le').fill('2026-11-01');
      await page.getByRole('button', { name: 'Noter', exact: true }).click();
      await page.locator('dt', { hasText: paper }).locator('xpath=..').getByText('vu le').waitFor();
    }
    await page.getByRole('button', { name: 'Accepter' }).click();
    await page.getByText('Conduit', { exact: true }).waitFor();
    await check(page, 'drivers-4-active');
    await page.getByRole('link', { name: 'Relevé de kilomètres du mois' }).click();
    await page.getByText('Aucun trajet ce mois-ci').waitFor();
    await check(page, 'drivers-5-kilometres');
    await context.close();
  });
});

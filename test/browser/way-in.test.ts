import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/i18n/languages.ts';
import { wayInSpeech } from '../../src/i18n/way-in/index.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, expectNoFault, keepPicture, measure } from '../support/looks.ts';
import { scrollWidth } from '../support/page-checks.ts';
import { openSite, type Site } from '../support/site.ts';
import { until } from '../support/until.ts';

let site: Site;
let browser: TestBrowser;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

const check = (page: Page, name: string) => expectNoFault(page, name, 320);

/** Of the SMS to that number in the demonstration's letterbox, once the worker has written it. */
async function linkSentTo(number: string): Promise<string> {
  const context = await browser.visitor();
  const page = await context.newPage();
  let href: string | null = null;
  await until(async () => {
    await page.goto(`${site.url}/demonstration/courriels`);
    const letter = page.locator('li').filter({ hasText: number }).getByRole('link');
    if ((await letter.count()) === 0) return false;
    href = await letter.first().getAttribute('href');
    return true;
  });
  await context.close();
  return href ?? '';
}

describe.each(LANGUAGES)('the way in, in $name', ({ code }) => {
  const { say } = wayInSpeech(code);
  const number = `06 39 98 00 1${LANGUAGES.findIndex((one) => one.code === code)}`;

  it('is walked at 320 px without a fault: asked, sent, opened, pressed, used', async () => {
    const context = await browser.visitor({ viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    await page.goto(`${site.url}/${code}/mes-trajets/entrer`);
    await check(page, `way-in-${code}-1-enter`);
    await page.getByRole('button', { name: say.enter.submit }).click();
    await page.locator('.error-summary').waitFor();
    await page.waitForLoadState('load');
    await check(page, `way-in-${code}-2-errors`);
    await page.getByLabel(say.enter.contact).fill(number);
    await page.getByRole('button', { name: say.enter.submit }).click();
    await page.getByRole('heading', { name: say.sent.title }).waitFor();
    await check(page, `way-in-${code}-3-sent`);

    const link = await linkSentTo(number);
    await page.goto(new URL(link, site.url).href);
    await check(page, `way-in-${code}-4-link`);
    await page.getByRole('button', { name: say.link.submit }).click();
    await page.waitForURL(`**/${code}/mes-trajets`);
    const kept = (await context.cookies()).find(({ name }) => name === 'appareil');
    expect(kept).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });

    await page.goto(new URL(link, site.url).href);
    await check(page, `way-in-${code}-5-used`);
    await page.goto(`${site.url}/${code}/mes-trajets/code`);
    await check(page, `way-in-${code}-6-code`);
    await site.owner`update way_ins set last_seen_at = last_seen_at - interval '100 days' where kind = 'device'`;
    await page.goto(`${site.url}/${code}/mes-trajets/annee`);
    await check(page, `way-in-${code}-7-silent`);
    await context.close();
  });

  it('is walked without script, and tells a browser that keeps no cookies what to do', async () => {
    const context = await browser.visitor({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
    const page = await context.newPage();
    await page.goto(`${site.url}/${code}/mes-trajets/code`);
    await context.clearCookies();
    await page.getByLabel(say.code.label).fill('KB7M 482 913');
    await page.getByRole('button', { name: say.code.submit }).click();
    await page.getByRole('heading', { name: say.cookies.title }).waitFor();
    await keepPicture(page, `way-in-${code}-8-cookies`);
    await page.getByRole('button', { name: say.cookies.again }).click();
    await expect.poll(() => page.title()).toContain(say.titlePrefix.trim().replace(/[\s:]+$/u, ''));
    await context.close();
  });
});

it('is given on paper by a professional, and printed without a name', async () => {
  const context = await browser.visitor({ viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  const { email, password } = site.accountOf('referent');
  await page.goto(`${site.url}/connexion`);
  await page
    .getByLabel(/Adresse/)
    .first()
    .fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page
    .getByRole('button', { name: /Se connecter/ })
    .first()
    .click();
  const [row] = await site.owner<{ id: string; last_name: string }[]>`
    select i.beneficiary_id as id, i.last_name from beneficiary_identities i
    join beneficiary_access a on a.beneficiary_id = i.beneficiary_id and a.until is null
    join members m on m.organisation_id = a.organisation_id and lower(m.email) = lower(${email})
    where i.last_name is not null order by 1 limit 1`;
  await page.goto(`${site.url}/pro/personnes/${row?.id}/acces`);
  await keepPicture(page, 'access-360');
  await page.getByRole('button', { name: 'Donner un code' }).click();
  await keepPicture(page, 'slip-360');
  await page.emulateMedia({ media: 'print' });
  await keepPicture(page, 'slip-print');
  expect(await page.locator('body').innerText()).not.toContain(row?.last_name);
  await page.emulateMedia({ media: 'screen' });
  const { violations } = await axe(page);
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.goto(`${site.url}/pro/personnes/${row?.id}/acces`);
  await keepPicture(page, 'access-with-code-360');
  expect(await measure(page, scrollWidth)).toBe(360);
  await context.close();
});

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carpool } from '../factories/offers.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, keepPicture, measure } from '../support/looks.ts';
import { scrollWidth, tooSmallLetters, tooSmallTargets, unfoldAll } from '../support/page-checks.ts';
import { openSite, type Site } from '../support/site.ts';

/** What a telephone on a slow line loads for one page. */
const MAX_BYTES = 30_000;
const MAX_SCRIPT_BYTES = 4000;
const MAX_REQUESTS = 6;
const PHONE = { viewport: { width: 360, height: 740 } };

let site: Site;
let browser: TestBrowser;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  await site.owner`update offers set archived_at = now() where kind in ('carpool', 'demandResponsiveTransport', 'volunteerDriving')`;
  await anOffer('Le premier', '04:05');
  await anOffer('Le suivant', '04:03');
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function anOffer(title: string, departureTime: string): Promise<void> {
  const everyDay = { weekdays: [1, 2, 3, 4, 5, 6, 7], flexibilityMinutes: 15 };
  const trips = [
    { ...everyDay, direction: 'outbound', departureTime },
    { ...everyDay, direction: 'return', departureTime: '13:10' },
  ];
  const answer = await fetch(`${site.url}/api/offers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${site.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(carpool({ visibility: 'public', title }, { trips, seats: 8 })),
  });
  if (answer.status !== 201) throw new Error(await answer.text());
}

const daysAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The button that goes on, whatever it is called. */
const goOn = (page: Page) =>
  page
    .locator('main form.actions > .button:not(.button-quiet), main form .actions .button:not(.button-quiet)')
    .first()
    .click({ timeout: 15_000 });

/** From the first question to the choice; `seen` at each page. */
async function toChoice(page: Page, lang: string, day: number, seen: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${site.url}/${lang}/reserver`);
  await seen('where');
  await page.locator('#to').fill('Bar-le-Duc');
  await goOn(page);
  await page.locator('#from').fill('Commercy');
  await goOn(page);
  await page.locator(`input[name=day][value="${daysAhead(day)}"]`).check();
  await page.locator('#at').fill('04:50');
  await seen('when');
  await goOn(page);
  await page.locator('input[name=back][value=yes]').check();
  await page.locator('#backAt').fill('13:00');
  await seen('back');
  await goOn(page);
  await seen('help');
  await goOn(page);
  await seen('check');
  await goOn(page);
  await page.locator('input[name=quote]').first().waitFor({ state: 'attached', timeout: 60_000 });
  await seen('options');
}

/** At an hour at which nobody drives; ends on what one could change. */
async function searchInVain(page: Page, lang: string): Promise<void> {
  await page.goto(`${site.url}/${lang}/reserver`);
  await page.locator('#to').fill('Bar-le-Duc');
  await goOn(page);
  await page.locator('#from').fill('Commercy');
  await goOn(page);
  await page.locator(`input[name=day][value="${daysAhead(4)}"]`).check();
  await page.locator('#at').fill('04:30');
  await goOn(page);
  await page.locator('input[name=back][value=no]').check();
  await goOn(page);
  await goOn(page);
  await goOn(page);
  await page.locator('form input[name=change]').first().waitFor({ state: 'attached', timeout: 60_000 });
}

/** The last SMS to that number, as the demonstration shows them. */
async function linkSentTo(context: BrowserContext, digits: string): Promise<string> {
  const page = await context.newPage();
  for (let tries = 0; tries < 60; tries += 1) {
    await page.goto(`${site.url}/demonstration/courriels`);
    const text = await page.locator('main').innerText();
    const at = text.replace(/[ \u00a0\u202f]/g, '').indexOf(digits);
    const found = /\/l\/meuse\/\w+/.exec(at < 0 ? '' : text);
    if (found) {
      await page.close();
      return found[0];
    }
    await page.waitForTimeout(500);
  }
  throw new Error(`No SMS came to ${digits}.`);
}

const bookingId = (page: Page) => /bkg_\w+/.exec(page.url())?.[0] ?? '';
let people = 0;

/** Somebody new books there and back by a link; ends on what was asked for. */
async function firstBooking(page: Page, lang: string, seen: (name: string) => Promise<void>): Promise<string> {
  people += 1;
  const digits = `06399870${String(people).padStart(2, '0')}`;
  await toChoice(page, lang, 3, seen);
  await page.locator('main .ride-option button').first().click();
  await page.locator('#firstName').fill(lang === 'ar' ? 'أمينة' : 'Amina');
  await page.locator('#contact').fill(digits);
  await seen('who');
  await goOn(page);
  await seen('confirm');
  await goOn(page);
  await page.waitForURL(/mes-trajets\/sms/);
  await seen('sent');
  const link = await linkSentTo(page.context(), digits.slice(1));
  await page.goto(site.url + link);
  await seen('link');
  await goOn(page);
  await page.waitForURL(/confirmer/);
  await goOn(page);
  await page.waitForURL(/\/fait\//);
  await seen('done');
  await page.locator('main ul a').first().click();
  await page.waitForURL(/bkg_/);
  await seen('ride');
  return bookingId(page);
}

const nothing = async () => {};

describe.each([
  ['fr', true],
  ['fr', false],
  ['ar', true],
  ['ar', false],
] as const)('on a telephone in %s, script %s', (lang, javaScriptEnabled) => {
  it('books a first ride, rides it again in three presses, calls it off, finds another after a refusal', async () => {
    const context = await browser.visitor({ ...PHONE, javaScriptEnabled });
    try {
      const page = await context.newPage();
      const id = await firstBooking(page, lang, async (name) => {
        if (!javaScriptEnabled) await keepPicture(page, `${lang}-${name}`);
        expect([name, await measure(page, scrollWidth)]).toEqual([name, 360]);
      });
      expect(await page.locator('html').getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr');

      // Again: the ride, the day, the button.
      await page.goto(`${site.url}/${lang}/mes-trajets`);
      await keepPicture(page, `${lang}-rides`);
      await page.locator('a[href$="/refaire"]').first().click();
      await keepPicture(page, `${lang}-repeat`);
      await page.locator(`button[name=day][value="${daysAhead(5)}"]`).click();
      await page.waitForURL(/confirmer/, { timeout: 60_000 });
      await goOn(page);
      await page.waitForURL(/\/fait\//);
      expect(await page.locator('main ul a[href*="bkg_"]').count()).toBe(2);

      // Off.
      await page.locator('main ul a[href*="bkg_"]').first().click();
      const again = bookingId(page);
      await page.locator('a[href$="/annuler"]').click();
      await keepPicture(page, `${lang}-cancel`);
      await goOn(page);
      await page.locator('.ride-cancelled').waitFor();
      const statusOf = async (one: string) =>
        (await site.owner`select status from bookings where id = ${one}`)[0]?.status;
      expect([await statusOf(again), await statusOf(id)]).toEqual(['cancelled', 'requested']);

      // Refused: the next best is shown, and taken by nobody but the person.
      const refused = await fetch(`${site.url}/api/bookings/${id}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${site.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ status: 'refused', reason: 'full' }),
      });
      expect([refused.status, refused.ok ? '' : await refused.text()]).toEqual([200, '']);
      await page.goto(`${site.url}/${lang}/mes-trajets/${id}`);
      await keepPicture(page, `${lang}-refused`);
      await page.locator('form[action$="/autres"] button').click();
      await page.locator('input[name=quote]').first().waitFor({ state: 'attached', timeout: 60_000 });
      await page.locator('main .ride-option button').first().click();
      await goOn(page);
      await page.waitForURL(/bkg_/);
      const [next] = await site.owner`select offer_id, replaces_id from bookings where id = ${bookingId(page)}`;
      const [first] = await site.owner`select offer_id from bookings where id = ${id}`;
      expect(next?.replaces_id).toBe(id);
      expect(next?.offer_id).not.toBe(first?.offer_id);
    } finally {
      await context.close();
    }
  });
});

it.each(['fr', 'ar'])('books every morning of two weeks in one go, in %s', async (lang) => {
  const context = await browser.visitor({ ...PHONE, javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await firstBooking(page, lang, nothing);
    await page.goto(`${site.url}/${lang}/reserver/regulier`);
    await page.locator('#to').fill('Bar-le-Duc');
    await goOn(page);
    await page.locator('#from').fill('Commercy');
    await goOn(page);
    for (const day of [1, 2, 3, 4, 5]) await page.locator(`input[name=days1][value="${day}"]`).check();
    await page.locator('#at1').fill('04:50');
    await page.locator('#first').fill(daysAhead(8));
    await page.locator('#until').fill(daysAhead(21));
    await keepPicture(page, `${lang}-regular`);
    await goOn(page);
    await goOn(page);
    await goOn(page);
    await page.locator('input[name=quote]').first().waitFor({ state: 'attached', timeout: 60_000 });
    await keepPicture(page, `${lang}-regular-options`);
    await page.locator('main .ride-option button').first().click();
    await keepPicture(page, `${lang}-regular-confirm`);
    await goOn(page);
    await page.waitForURL(/\/fait\//);
    expect(await page.locator('main ul a[href*="bkg_"]').count()).toBe(10);
    await keepPicture(page, `${lang}-regular-done`);
  } finally {
    await context.close();
  }
});

it.each(['fr', 'ar'])('tells kindly that a link is too old, in %s', async (lang) => {
  const context = await browser.visitor({ ...PHONE, javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    people += 1;
    const digits = `06399870${String(people).padStart(2, '0')}`;
    await page.goto(`${site.url}/${lang}/mes-trajets/entrer`);
    await page.locator('#contact').fill(digits);
    await goOn(page);
    const link = await linkSentTo(context, digits.slice(1));
    await site.owner`update way_ins set expires_at = now() - interval '1 minute' where kind = 'link' and used_at is null`;
    const answer = await page.goto(site.url + link);
    expect(answer?.status()).toBe(410);
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    await page.locator('main a[href*="entrer"]').first().click();
    await page.locator('#contact').waitFor();
  } finally {
    await context.close();
  }
});

describe.each(['fr', 'falc', 'en', 'ar', 'uk'])('the pages of rides in %s', (lang) => {
  it('have no fault that axe sees, fit 320 px, in big letters, and stay light', async () => {
    // With script: axe needs it. At 320 px, with everything unfolded.
    const context = await browser.visitor({ viewport: { width: 320, height: 740 } });
    try {
      const page = await context.newPage();
      let loaded: { type: string; bytes: Promise<number> }[] = [];
      page.on('requestfinished', (request) =>
        loaded.push({
          type: request.resourceType(),
          bytes: request
            .sizes()
            .then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
        }),
      );
      const faults: unknown[] = [];
      const look = async (name: string) => {
        await keepPicture(page, `${lang}-${name}`);
        await measure(page, unfoldAll);
        const { violations } = await axe(page);
        const width = await measure(page, scrollWidth);
        const small = [...(await measure(page, tooSmallLetters)), ...(await measure(page, tooSmallTargets))];
        for (const { id, nodes } of violations) faults.push([name, id, nodes.map(({ html }) => html).join(' ')]);
        if (width !== 320) faults.push([name, 'wide', width]);
        if (small.length > 0) faults.push([name, small]);
      };
      await firstBooking(page, lang, look);
      for (const place of [
        'mes-trajets',
        'reserver',
        'reserver/regulier',
        'reserver/drf_none/ou',
        'mes-trajets/agenda',
      ]) {
        await page.goto(`${site.url}/${lang}/${place}`);
        await look(place);
      }
      await page.locator('form[action$="/mes-trajets/agenda"] button').click();
      await page.locator('.calendar-address').waitFor();
      await look('mes-trajets/agenda/adresse');
      await searchInVain(page, lang);
      await look('nothing');
      expect(faults).toEqual([]);

      // A first visit of each page, nothing kept from before.
      const ride = (await context.cookies()).length > 0;
      expect(ride).toBe(true);
      for (const place of ['reserver', 'reserver/regulier', 'mes-trajets', 'mes-trajets/entrer']) {
        const fresh = await browser.visitor(PHONE);
        await fresh.addCookies(await context.cookies());
        const first = await fresh.newPage();
        loaded = [];
        first.on('requestfinished', (request) =>
          loaded.push({
            type: request.resourceType(),
            bytes: request
              .sizes()
              .then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
          }),
        );
        await first.goto(`${site.url}/${lang}/${place}`, { waitUntil: 'networkidle' });
        const all = await Promise.all(loaded.map(async ({ type, bytes }) => ({ type, bytes: await bytes })));
        const sum = (some: typeof all) => some.reduce((total, { bytes }) => total + bytes, 0);
        const script = sum(all.filter(({ type }) => type === 'script'));
        expect([place, sum(all) <= MAX_BYTES, script <= MAX_SCRIPT_BYTES, all.length <= MAX_REQUESTS]).toEqual([
          place,
          true,
          true,
          true,
        ]);
        if (process.env.SCREENSHOTS)
          console.log(lang, place, sum(all), 'bytes,', script, 'of script,', all.length, 'requests');
        await fresh.close();
      }
    } finally {
      await context.close();
    }
  });
});

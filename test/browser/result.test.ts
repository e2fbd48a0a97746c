import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { deadAnchors, scrollWidth, tooSmallLetters, tooSmallTargets, unfoldAll } from '../support/page-checks.ts';
import { createMember, signIn } from '../support/sign-in.ts';
import { openSite, type Site } from '../support/site.ts';

/** The result of a person, as a professional meets it. Set SCREENSHOTS to a folder to see it. */

let site: Site;
let browser: TestBrowser;
/** Cookies of a mobility adviser. */
let signedIn: string;
/** `/pro/personnes/{id}/diagnostic/{id}` of an example of the demonstration with a 3x8. */
let result: string;

const SHIFTS = [
  { start: '05:00', end: '13:00' },
  { start: '13:00', end: '21:00' },
  { start: '21:00', end: '05:00' },
].flatMap((hours, week) => [0, 1, 2, 3, 4].map((day) => ({ day: 7 * week + day, ...hours })));
const DIAGNOSTIC = {
  home: { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 },
  job: {
    label: 'Bar-le-Duc',
    commune: '55029',
    lon: 5.1606,
    lat: 48.7729,
    startsOn: '2026-12-07',
    cycle: { anchorDate: '2026-12-07', lengthDays: 21, shifts: SHIFTS },
  },
};

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  const clock = { now: () => Temporal.Now.instant() };
  const member = await createMember(
    { url: site.databaseUrl, clock },
    { organisationId: 'org_demo', role: 'mobilityAdvisor' },
  );
  signedIn = (await signIn(site, member)).cookies();
  result = await record();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

/** A person of the demonstration's organisation, of whom next to nothing is known. */
async function record(): Promise<string> {
  const answer = await fetch(`${site.url}/api/diagnostics`, {
    method: 'POST',
    headers: { authorization: `Bearer ${site.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(DIAGNOSTIC),
  });
  const { id, beneficiary } = (await answer.json()) as { id: string; beneficiary: { id: string } };
  return `/pro/personnes/${beneficiary.id}/diagnostic/${id}`;
}

const PHONE = { viewport: { width: 360, height: 740 } };
const DESK = { viewport: { width: 1280, height: 900 } };
const NO_SCRIPT = { javaScriptEnabled: false };

async function visit(options: object, walk: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.visitor(options);
  const cookies = signedIn.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: site.url };
  });
  await context.addCookies(cookies);
  try {
    await walk(await context.newPage());
  } finally {
    await context.close();
  }
}

/** The pending page looks again by itself, with or without script. */
async function open(page: Page, below = ''): Promise<void> {
  await page.goto(site.url + result + below);
  if (below.startsWith('/')) return;
  await page.getByRole('heading', { name: 'Les trajets à faire' }).waitFor({ timeout: 60_000 });
}

async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

const rides = (page: Page) => page.locator('section[aria-labelledby="offres"] .offer');
/** A sentence as it is read: any space is a space. */
const said = (text: string) => text.replace(/\s+/g, ' ');

describe.each([
  ['a phone, no script', { ...PHONE, ...NO_SCRIPT }],
  ['a desk', DESK],
])('the result of a person on %s', (_name, options) => {
  it('is filtered, and unfiltered', async () => {
    await visit(options, async (page) => {
      await open(page);
      const before = await rides(page).count();
      await page.getByText('Filtrer ces offres').click();
      await page.getByLabel(/^Prêt de véhicule/).check();
      await page.getByLabel('Qui font l’aller et le retour').check();
      await page.getByRole('button', { name: 'Filtrer', exact: true }).click();
      await page.waitForURL(/type=vehicleLoan/);
      expect(await page.getByLabel(/^Prêt de véhicule/).isChecked()).toBe(true);
      const kinds = await rides(page).locator('.tags').allInnerTexts();
      expect(kinds.length).toBeGreaterThan(0);
      expect(kinds.filter((text) => !text.includes('Prêt de véhicule'))).toEqual([]);
      await page.getByRole('link', { name: 'Enlever les filtres' }).click();
      await page.waitForURL((url) => url.search === '');
      expect(await rides(page).count()).toBe(before);
    });
  });

  it('puts three offers side by side', async () => {
    await visit(options, async (page) => {
      await open(page);
      const boxes = page.getByRole('checkbox', { name: /^Comparer/ });
      for (const index of [0, 1, 2]) await boxes.nth(index).check();
      await page.getByRole('button', { name: 'Comparer les offres cochées' }).click();
      await page.getByRole('heading', { name: 'Côte à côte' }).waitFor();
      expect(await page.locator('.compare thead th').count()).toBe(4);
      expect(await page.locator('.compare tbody tr').first().locator('td').count()).toBe(3);
      await page.getByRole('link', { name: 'Revenir au résultat' }).click();
      await page.waitForURL(/#offres$/);
    });
  });

  it('answers what all offers wait for once, above them, and what one waits for at that offer', async () => {
    result = await record();
    await visit(options, async (page) => {
      await open(page, '?type=vehicleLoan');
      const submit = (where: Locator) => where.getByRole('button', { name: 'Répondre et refaire le résultat' }).click();
      const budget = page.locator('.open-questions li', { hasText: 'Quel budget' });
      expect(await budget.innerText()).toMatch(/\d+\soffres en dépendent/);
      await budget.locator('summary').click();
      await budget.getByLabel('Budget pour se déplacer').fill('150');
      await submit(budget);
      await page.getByText('Réponse prise en compte').waitFor({ timeout: 60_000 });
      expect(new URL(page.url()).hash).toBe('#questions');
      expect(page.url()).toContain('type=vehicleLoan');
      expect(await page.getByText('Quel budget').count()).toBe(0);

      const asked = page.locator('.offer', { has: page.locator('form[action*="/question/"]') }).first();
      const id = await asked.getAttribute('id');
      await asked.locator('details.reasons > summary').click();
      const field = asked.locator('details.ask').first();
      const action = (await field.locator('form').getAttribute('action')) ?? '';
      await field.locator('summary').click();
      const choice = field.locator('select');
      if ((await choice.count()) > 0) await choice.selectOption({ index: 1 });
      else await field.locator('input[name=answer]').fill('20');
      await submit(field);
      // The same words stood on the page before.
      await page.waitForURL((url) => url.hash === `#${id}`, { timeout: 60_000 });
      await page.getByText('Réponse prise en compte').waitFor({ timeout: 60_000 });
      const answered = /question\/(\w+)/.exec(action)?.[1];
      expect(await page.locator(`form[action*="/question/${answered}?"]`).count()).toBe(0);
      // A list to tick has a page of its own.
      await page.goto(`${site.url}${result}/question/statuses`);
      await page.getByRole('button', { name: 'Répondre et refaire le résultat' }).click();
      await page.locator('.error-summary').waitFor();
      await expect.poll(() => page.title()).toMatch(/^Erreur/);
      await page.locator('.error-summary a').click();
      await page.getByLabel('RSA').check();
      await page.getByRole('button', { name: 'Répondre et refaire le résultat' }).click();
      await page.getByText('Réponse prise en compte').waitFor({ timeout: 60_000 });
    });
  });

  it('tells where everything lies', async () => {
    await visit(options, async (page) => {
      await open(page);
      await page.getByRole('link', { name: 'Voir la carte' }).click();
      await page.getByRole('heading', { name: 'Carte', exact: true }).waitFor();
      expect(said(await page.locator('tbody').first().innerText())).toMatch(
        /Domicile Commercy.*Destination Bar-le-Duc/,
      );
    });
  });
});

describe('with script', () => {
  it('the page that waits comes alive when the result is there', async () => {
    const { pathname } = new URL(await record(), site.url);
    await visit(DESK, async (page) => {
      const version = { id: pathname.split('/').at(-1) ?? '' };
      await page.goto(site.url + pathname);
      await page.getByRole('heading', { name: 'Les trajets à faire' }).waitFor({ timeout: 60_000 });
      await site.owner`update matches set status = 'pending' where diagnostic_id = ${version.id}`;
      await page.goto(site.url + pathname);
      await page.getByRole('heading', { name: 'Recherche en cours' }).waitFor();
      const scripts = await page.locator('script').count();
      expect(scripts).toBe(1);
      await site.owner`update matches set status = 'ready' where diagnostic_id = ${version.id}`;
      await site.owner`select pg_notify('match_settled', ${`${version.id} 1`})`;
      await page.getByRole('heading', { name: 'Les trajets à faire' }).waitFor({ timeout: 60_000 });
    });
  });

  it('the map is drawn from our own server, names as text', async () => {
    await visit(DESK, async (page) => {
      const hosts = new Set<string>();
      const problems: string[] = [];
      page.on('request', (request) => hosts.add(new URL(request.url()).host));
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      await open(page);
      await page.getByRole('link', { name: 'Voir la carte' }).click();
      await page.locator('.map .leaflet-tooltip').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.locator('.map path').count()).toBeGreaterThan(500);
      expect(said(await page.locator('.map').innerText())).toContain('Domicile · Commercy');
      expect([...hosts]).toEqual([new URL(site.url).host]);
      expect(problems).toEqual([]);
      await keepPicture(page, 'map-1280');
    });
  });

  it('the map that cannot be drawn says so, and leaves the tables', async () => {
    await visit(DESK, async (page) => {
      await page.route('**/lieux.json*', (route) => route.abort());
      await open(page, '/carte');
      await page.getByText('La carte n’a pas pu être dessinée').waitFor();
      expect(await page.locator('.map').isVisible()).toBe(false);
      expect(await page.locator('tbody tr').count()).toBeGreaterThan(1);
    });
  });
});

const PAGES = {
  result: '',
  compare: '/comparer',
  map: '/carte',
  question: '/question/statuses',
} as const;

declare const document: { querySelectorAll(selector: string): Iterable<{ open: boolean }> };
/** What is folded in every offer alike, in the first two of each list: axe takes minutes for hundreds of fields. */
const unfoldSome = (): void => {
  for (const one of document.querySelectorAll('details:not(.offer:nth-child(n + 3) *)')) one.open = true;
};

async function show(page: Page, name: keyof typeof PAGES): Promise<void> {
  if (name !== 'compare') return open(page, PAGES[name]);
  await open(page);
  const ids = await page.locator('[name=offres]').evaluateAll((all) => all.map((box) => box.getAttribute('value')));
  await open(page, `/comparer?offres=${ids.slice(0, 3).join(',')}`);
}

describe.each(Object.keys(PAGES) as (keyof typeof PAGES)[])('the page %s', (name) => {
  it.each([360, 1280])('has no fault that axe sees, at %i px', async (width) => {
    await visit({ viewport: { width, height: 800 } }, async (page) => {
      await show(page, name);
      if (name === 'map') await page.locator('.map .leaflet-tooltip').first().waitFor();
      await keepPicture(page, `${name}-${width}`);
      await page.evaluate(name === 'result' ? unfoldSome : unfoldAll);
      const { violations } = await axe(page);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    });
  });

  it('fits 320 px, in letters of 18 px at least, with nothing to press below 44 px', async () => {
    await visit({ viewport: { width: 320, height: 800 } }, async (page) => {
      await show(page, name);
      await measure(page, unfoldAll);
      expect(await measure(page, scrollWidth)).toBeLessThanOrEqual(320);
      expect(await measure(page, tooSmallLetters)).toEqual([]);
      expect(await measure(page, tooSmallTargets)).toEqual([]);
      expect(await measure(page, deadAnchors)).toEqual([]);
    });
  });
});

describe('what travels', () => {
  it('is under 80 KB for a 3x8 put to the whole catalogue, its stylesheet and the picture of the territory included', async () => {
    await visit(DESK, async (page) => {
      const sizes: Promise<number>[] = [];
      page.on('requestfinished', (request) => {
        sizes.push(request.sizes().then((size) => size.responseBodySize + size.responseHeadersSize));
      });
      await open(page);
      await page.waitForLoadState('networkidle');
      const bytes = (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0);
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThan(80_000);
    });
  });
});

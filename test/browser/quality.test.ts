import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/i18n/languages.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { deadAnchors, scrollWidth, tooSmallLetters, tooSmallTargets, unfoldAll } from '../support/page-checks.ts';
import { openSite, type Site } from '../support/site.ts';

/** Every kind of page there is, with what it must hold at any size. Set SCREENSHOTS to a folder to see them. */
const PAGES = [
  'home',
  'home-falc',
  'home-ar',
  'catalogue',
  'catalogue-near',
  'catalogue-choice',
  'catalogue-error',
  'offer-carpool',
  'offer-loan',
  'offer-licence',
  'form',
  'form-errors',
  'form-rows',
  'result',
  'result-more',
  'explanation',
  'not-found',
] as const;
type PageName = (typeof PAGES)[number];

const MAX_BYTES = 80_000;
const MAX_CATALOGUE_BYTES = 30_000;

let site: Site;
let browser: TestBrowser;
let trial: string;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  trial = await startTrial();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function startTrial(): Promise<string> {
  const context = await browser.visitor();
  const page = await context.newPage();
  await page.goto(`${site.url}/pro/essai?exemple=1`);
  await page.locator('#preset-2').check();
  await page.getByRole('button', { name: 'Chercher les solutions' }).click();
  await page.getByRole('heading', { name: 'Les trajets à faire' }).waitFor({ timeout: 60_000 });
  const { pathname } = new URL(page.url());
  await context.close();
  return pathname;
}

async function show(page: Page, name: PageName): Promise<void> {
  const go = (where: string) => page.goto(site.url + where);
  const oneOf = async (kind: string) =>
    (await site.owner<{ id: string }[]>`select id from offers where kind = ${kind} order by id limit 1`)[0]?.id;
  switch (name) {
    case 'home':
      return void (await go('/fr/'));
    case 'home-falc':
      return void (await go('/falc/'));
    case 'home-ar':
      return void (await go('/ar/'));
    case 'catalogue':
      return void (await go('/fr/catalogue'));
    case 'catalogue-near':
      return void (await go('/fr/catalogue?near=Commercy&within=30'));
    case 'catalogue-choice':
      return void (await go('/fr/catalogue?near=55200'));
    case 'catalogue-error':
      return void (await go('/fr/catalogue?near=Atlantis'));
    case 'offer-carpool':
      return void (await go(`/fr/catalogue/${await oneOf('carpool')}`));
    case 'offer-loan':
      return void (await go(`/fr/catalogue/${await oneOf('vehicleLoan')}`));
    case 'offer-licence':
      return void (await go(`/fr/catalogue/${await oneOf('drivingLicence')}`));
    case 'form':
      return void (await go('/pro/essai'));
    case 'form-errors':
      await go('/pro/essai');
      await page.getByRole('button', { name: 'Chercher les solutions' }).click();
      return page.locator('.error-summary').waitFor();
    case 'form-rows':
      await go('/pro/essai?exemple=1');
      await page.getByRole('button', { name: 'Voir et modifier les heures' }).click();
      return page.locator('.rota-row').first().waitFor();
    case 'result':
      return void (await go(trial));
    case 'result-more':
      return void (await go(`${trial}?presque=2`));
    case 'explanation': {
      await go(trial);
      await page
        .getByRole('link', { name: /^Explication/ })
        .first()
        .click();
      return page.waitForURL((url) => url.pathname !== trial);
    }
    case 'not-found':
      return void (await go('/nowhere'));
  }
}

async function at<T>(width: number, look: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.visitor({ viewport: { width, height: 800 } });
  try {
    return await look(await context.newPage());
  } finally {
    await context.close();
  }
}

async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

describe.each(PAGES)('%s', (name) => {
  it.each([360, 1280])('has no fault that axe sees, at %i px', async (width) => {
    await at(width, async (page) => {
      await show(page, name);
      await keepPicture(page, `${name}-${width}`);
      await measure(page, unfoldAll);
      const { violations } = await axe(page);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    });
  });

  it('fits 320 px, in letters of 18 px at least, with nothing to press below 44 px', async () => {
    await at(320, async (page) => {
      await show(page, name);
      await measure(page, unfoldAll);
      expect(await measure(page, scrollWidth)).toBe(320);
      expect(await measure(page, tooSmallLetters)).toEqual([]);
      expect(await measure(page, tooSmallTargets)).toEqual([]);
    });
  });

  it('asks nothing of anybody else, runs no script, stays light', async () => {
    await at(1280, async (page) => {
      const hosts = new Set<string>();
      const types = new Set<string>();
      let bytes = 0;
      page.on('request', (request) => hosts.add(new URL(request.url()).host));
      page.on('requestfinished', async (request) => {
        types.add(request.resourceType());
        if (request.resourceType() === 'document') bytes = (await request.sizes()).responseBodySize;
      });
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      await show(page, name);
      await page.waitForLoadState('networkidle');
      expect([...hosts]).toEqual([new URL(site.url).host]);
      expect(types.has('script')).toBe(false);
      expect(await page.locator('script, [style], style').count()).toBe(0);
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThan(name.startsWith('catalogue') || name === 'home' ? MAX_CATALOGUE_BYTES : MAX_BYTES);
      // An answer of 404 or 422 is told on the console too.
      expect(problems.filter((text) => !/status of (404|422)/.test(text))).toEqual([]);
      expect(await measure(page, deadAnchors)).toEqual([]);
    });
  });
});

describe('the links', () => {
  it('all lead somewhere', async () => {
    const links = new Set<string>();
    await at(1280, async (page) => {
      for (const name of PAGES) {
        await show(page, name);
        const hrefs = await page
          .locator('a[href^="/"]')
          .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
        for (const href of hrefs) links.add(href.split('#')[0] ?? '');
      }
      const paths = [...links].filter((href) => href !== '');
      expect(paths.length).toBeGreaterThan(60);
      for (const href of paths) {
        const { status } = await page.request.get(site.url + href).then((answer) => ({ status: answer.status() }));
        expect(status, href).toBe(href === '/nowhere' ? 404 : 200);
      }
    });
  });
});

describe('a language', () => {
  it('is said with its direction at its own door', async () => {
    await at(360, async (page) => {
      await page.goto(`${site.url}/fr`);
      expect(page.url()).toBe(`${site.url}/fr/`);
      const html = page.locator('html');
      expect([await html.getAttribute('lang'), await html.getAttribute('dir')]).toEqual(['fr', 'ltr']);
      for (const { code, htmlLang, dir } of LANGUAGES) {
        expect((await page.goto(`${site.url}/${code}/`))?.status()).toBe(200);
        expect([await html.getAttribute('lang'), await html.getAttribute('dir')]).toEqual([htmlLang, dir]);
      }
      expect((await page.goto(`${site.url}/de/`))?.status()).toBe(404);
    });
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let browser: TestBrowser;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

const VISITORS = [
  ['a phone, no script', { viewport: { width: 360, height: 740 }, javaScriptEnabled: false }],
  ['a phone', { viewport: { width: 360, height: 740 } }],
  ['a desk, no script', { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false }],
  ['a desk', { viewport: { width: 1280, height: 900 } }],
] as const;

const travelMinutes = async (page: Page) =>
  (await page.locator('.offer .figures').allInnerTexts()).flatMap((text) => {
    const minutes = /à (\d+)\smin de route/.exec(text)?.[1];
    return minutes ? [Number(minutes)] : [];
  });

describe.each(VISITORS)('the catalogue on %s', (_name, options) => {
  it('leads from the door to an offer near Commercy', async () => {
    const context = await browser.visitor(options);
    const page = await context.newPage();
    await page.goto(`${site.url}/`);
    expect(page.url()).toBe(`${site.url}/fr/`);
    await page.getByRole('link', { name: 'Voir le catalogue des offres' }).click();
    await page.getByLabel('Près de quelle commune').fill('Commercy');
    await page.getByLabel('À combien de temps au plus').selectOption('20');
    await page.getByLabel('Type d’offre', { exact: true }).selectOption('vehicleLoan');
    await page.getByRole('button', { name: 'Chercher' }).click();

    await expect.poll(() => page.getByText('À 20 minutes de route au plus de Commercy').count()).toBe(1);
    const minutes = await travelMinutes(page);
    expect(minutes.length).toBeGreaterThan(0);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(20);
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b));
    expect(await page.locator('.offer .tags').allInnerTexts()).toSatisfy((tags: string[]) =>
      tags.every((text) => text.includes('Prêt de véhicule') && text.includes('Exemple illustratif')),
    );

    const title = await page.locator('.offer h3').first().innerText();
    await page.locator('.offer h3 a').first().click();
    await expect.poll(() => page.locator('h1').innerText()).toBe(title);
    const facts = await page.locator('.facts').first().innerText();
    for (const term of ['Véhicule', 'Prix', 'Caution', 'Accueil pour prendre et rendre le véhicule']) {
      expect(facts).toContain(term);
    }
    expect(await page.getByText('Cette offre est inventée').count()).toBe(1);
    expect(await page.getByRole('img', { name: 'Carte du territoire' }).count()).toBe(1);
    await context.close();
  });
});

describe('the catalogue', () => {
  async function open<T>(path: string, look: (page: Page) => Promise<T>): Promise<T> {
    const context = await browser.visitor({ javaScriptEnabled: false });
    try {
      const page = await context.newPage();
      await page.goto(site.url + path);
      return await look(page);
    } finally {
      await context.close();
    }
  }

  it('asks which commune a postcode means, then keeps the answer', async () => {
    await open('/fr/catalogue?near=55200', async (page) => {
      expect(await page.locator('.offer').count()).toBe(0);
      await page.getByLabel('Euville (55200)').check();
      await page.getByRole('button', { name: 'Chercher' }).click();
      await expect.poll(() => page.getByText('Classées par temps de route depuis Euville').count()).toBe(1);
      await expect.poll(() => page.locator('.offer').count()).toBe(20);
      await expect.poll(() => page.getByLabel('Près de quelle commune').inputValue()).toBe('55200');
    });
  });

  it('says what is wrong with a commune nobody knows, and keeps it', async () => {
    await open('/fr/catalogue?near=Atlantis&theme=mobilite--preparer-un-permis', async (page) => {
      await expect.poll(() => page.title()).toMatch(/^Erreur\s: /);
      const link = page.locator('.error-summary a');
      expect(await link.innerText()).toContain('« Atlantis »'.replaceAll(' ', '\u00a0'));
      expect(await link.getAttribute('href')).toBe('#near');
      expect(await page.getByLabel('Près de quelle commune').inputValue()).toBe('Atlantis');
      expect(await page.getByLabel('Thème').inputValue()).toBe('mobilite--preparer-un-permis');
    });
  });

  it('finds by theme and by words, accents and case ignored', async () => {
    await open('/fr/catalogue?theme=mobilite--preparer-un-permis', async (page) => {
      const kinds = new Set(await page.locator('.offer .tags .tag:first-child').allInnerTexts());
      expect(kinds.has('Covoiturage')).toBe(false);
      expect(kinds.has('Permis de conduire')).toBe(true);
    });
    await open('/fr/catalogue?q=ETAIN&kind=vehicleLoan', async (page) => {
      const titles = await page.locator('.offer h3').allInnerTexts();
      expect(titles.length).toBeGreaterThan(0);
      expect(titles.every((title) => title.includes('Étain'))).toBe(true);
    });
  });

  it('begins with some of each kind, and leads to all of one', async () => {
    await open('/fr/catalogue', async (page) => {
      const kinds = await page.locator('.offer .tags .tag:first-child').allInnerTexts();
      expect(new Set(kinds).size).toBeGreaterThanOrEqual(8);
      for (const kind of new Set(kinds)) expect(kinds.filter((one) => one === kind).length).toBeLessThanOrEqual(2);
      await page.getByRole('link', { name: 'Toutes les offres : Covoiturage' }).click();
      await expect.poll(() => page.getByRole('heading', { name: 'Offres 1 à 20' }).count()).toBe(1);
    });
  });

  it('turns its pages without showing an offer twice', async () => {
    await open('/fr/catalogue?kind=carpool', async (page) => {
      const seen = new Set<string>();
      for (let pages = 0; pages < 3; pages++) {
        const links = await page
          .locator('.offer h3 a')
          .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
        expect(links.length).toBe(20);
        expect(links.some((link) => seen.has(link))).toBe(false);
        for (const link of links) seen.add(link);
        await page.getByRole('link', { name: 'Offres suivantes' }).click();
      }
      expect(await page.getByRole('heading', { name: 'Offres 61 à 80' }).count()).toBe(1);
    });
  });

  it('shows a driver from commune to commune, at two hours near, and nothing finer', async () => {
    const [carpool] = await site.owner<{ id: string; places: string[] }[]>`
      select id, array(select jsonb_array_elements(details->'meetingPoints')->>'label') as places
      from offers where kind = 'carpool' and jsonb_array_length(details->'meetingPoints') > 0 order by id limit 1`;
    expect(carpool?.places.length).toBeGreaterThan(0);
    await open(`/fr/catalogue/${carpool?.id}`, async (page) => {
      const text = await page.locator('main').innerText();
      expect(text).toMatch(/entre \d+\sh et (\d+\sh|minuit)/);
      expect(text).toContain('commune à commune');
      expect(text).not.toMatch(/\d\sh\s\d\d/);
      for (const place of carpool?.places ?? []) expect(text).not.toContain(place);
      expect(await page.locator('h1').innerText()).toMatch(/^\S.* → .+$/);
    });
  });

  it('names zones and conditions in sentences, never by code', async () => {
    const offers = await site.owner<{ id: string }[]>`
      select distinct on (kind) id from offers order by kind, id`;
    expect(offers.length).toBeGreaterThanOrEqual(9);
    for (const { id } of offers) {
      await open(`/fr/catalogue/${id}`, async (page) => {
        const text = await page.locator('main').innerText();
        expect(text).toContain('Qui peut en profiter');
        expect(text).toMatch(/Confirmé le|Date de confirmation inconnue/);
        expect(text, id).not.toMatch(/\b(55\d{3}|\d{9}|undefined|null|NaN|noLicence|mobilite--)\b/);
      });
    }
  });

  it('answers a dead address calmly, with ways on', async () => {
    for (const path of ['/fr/catalogue/nothing', '/nowhere', '/de/', '/fr/nowhere']) {
      await open(path, async (page) => {
        await expect.poll(() => page.title()).toContain('Page introuvable');
        expect(await page.getByRole('link', { name: 'Revenir à l’accueil' }).count()).toBe(1);
      });
    }
  });
});

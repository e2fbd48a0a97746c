import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { measure } from '../support/looks.ts';
import { formAnswers } from '../support/page-checks.ts';
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

const PHONE = { viewport: { width: 360, height: 740 } };
const DESK = { viewport: { width: 1280, height: 900 } };
const NO_SCRIPT = { ...DESK, javaScriptEnabled: false };

async function visit(options: object, walk: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.visitor(options);
  try {
    await walk(await context.newPage());
  } finally {
    await context.close();
  }
}

const search = (page: Page) => page.getByRole('button', { name: 'Chercher les solutions' }).click();
const trials = async () => Number((await site.owner`select count(*) as n from diagnostics where trial`)[0]?.n);

async function fillRequired(page: Page, rota: string) {
  await page.goto(`${site.url}/pro/essai`);
  await page.getByLabel('Commune du domicile').fill('Commercy');
  await page.getByLabel('Commune du travail').fill('Bar-le-Duc');
  await page.getByLabel('Premier jour de travail', { exact: true }).fill('2026-12-07');
  await page.getByRole('radio', { name: rota, exact: true }).check();
}

/** The pending page looks again by itself, with or without script. */
async function result(page: Page) {
  await page.waitForURL(/\/pro\/essai\/[^/?]+$/);
  await page.getByRole('heading', { name: 'Les trajets à faire' }).waitFor({ timeout: 60_000 });
}

describe.each([
  ['a phone, no script', { ...PHONE, javaScriptEnabled: false }],
  ['a desk', DESK],
])('a trial on %s', (_name, options) => {
  it('goes from a 3x8 to ranked and explained offers', async () => {
    await visit(options, async (page) => {
      await fillRequired(page, '3x8');
      await search(page);
      await result(page);
      expect(await page.locator('h1').innerText()).toContain('De Commercy à Bar-le-Duc');
      // Three weeks of five days, two rides each, the last night coming home on a Saturday.
      expect(await page.locator('.week').count()).toBe(3);
      expect(await page.locator('.week .ride').count()).toBe(30);
      await page.locator('summary', { hasText: 'Voir les 2 semaines suivantes' }).click();
      expect(await page.locator('.week').nth(2).getByRole('img').getAttribute('aria-label')).toContain(
        'samedi retour 5',
      );
      await page.locator('summary', { hasText: 'Les mêmes trajets en tableau' }).click();
      await expect.poll(() => page.locator('section[aria-labelledby="rides"] tbody tr').count()).toBe(30);

      const first = page.locator('section[aria-labelledby="offres"] .offer').first();
      expect(await first.locator('.sentence').innerText()).toMatch(/départ \d+\sh/);
      expect(await first.locator('.figures-list').first().innerText()).toMatch(/Trajets faits\s+\d+ sur 30/);
      const counts = await page.locator('.count strong').allInnerTexts();
      const total = Number((await site.owner`select count(*) as n from offers where archived_at is null`)[0]?.n);
      expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(total);

      await page.getByText(/^Voir les \d+ premières$/).click();
      const miss = page.locator('section[aria-labelledby="presque"] .offer').first();
      expect(await miss.locator('.tags').innerText()).toContain('Impossible');
      expect(await miss.innerText()).toMatch(/Un seul changement suffirait\s+Si /);

      await first.getByRole('link', { name: /^Explication/ }).click();
      await expect.poll(() => page.locator('.scroll tbody tr').count()).toBe(30);
      expect(await page.locator('.criterion').count()).toBeGreaterThan(0);
      await page.getByRole('link', { name: 'Revenir au résultat' }).click();
      await result(page);
    });
  });
});

describe('the form of a trial', () => {
  it('says everything that is missing, at once, each line leading to its field', async () => {
    await visit(NO_SCRIPT, async (page) => {
      await page.goto(`${site.url}/pro/essai`);
      await search(page);
      await page.locator('.error-summary').waitFor();
      await expect.poll(() => page.title()).toMatch(/^Erreur\s: Essayer/);
      const links = page.locator('.error-summary a');
      expect(await links.allInnerTexts()).toEqual([
        'Indiquez la commune du domicile',
        'Indiquez la commune du travail',
        'Indiquez le premier jour de travail',
        'Choisissez un type d’horaires',
      ]);
      for (const href of await links.evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))) {
        const field = page.locator(href);
        expect(await field.count(), href).toBe(1);
        expect(await page.locator(`${href}-error`).count(), href).toBe(1);
      }
    });
  });

  it('keeps every answer while one is put right', async () => {
    await visit(NO_SCRIPT, async (page) => {
      const before = await trials();
      await fillRequired(page, 'Nuit');
      await page.getByLabel('Commune du travail').fill('Atlantis');
      await page.getByLabel('Permis B').selectOption('learning');
      await page.getByLabel('Budget pour se déplacer').fill('soixante');
      await page.getByLabel('Marche acceptée').fill('12,5');
      await page.getByText('Préciser la situation (facultatif)').click();
      await page.getByLabel('RSA').check();
      await search(page);
      expect(await page.locator('.error-summary li').count()).toBe(2);
      const kept = Object.fromEntries(
        await Promise.all(
          ['home', 'job', 'startsOn', 'licence', 'budget', 'walk'].map(async (id) => [
            id,
            await page.locator(`#${id}`).inputValue(),
          ]),
        ),
      );
      expect(kept).toEqual({
        home: 'Commercy',
        job: 'Atlantis',
        startsOn: '2026-12-07',
        licence: 'learning',
        budget: 'soixante',
        walk: '12,5',
      });
      expect(await page.getByRole('radio', { name: 'Nuit', exact: true }).isChecked()).toBe(true);
      expect(await page.getByLabel('RSA').isChecked()).toBe(true);
      expect(await trials()).toBe(before);

      await page.locator('#job').fill('Saint-Dizier');
      await page.locator('#budget').fill('60');
      await search(page);
      await result(page);
      expect(await page.locator('h1').innerText()).toContain('Saint-Dizier');
      await page.getByRole('link', { name: 'Changer les réponses' }).click();
      await expect.poll(() => page.locator('#budget').inputValue()).toBe('60');
      await expect.poll(() => page.locator('#walk').inputValue()).toBe('12,5');
      expect(await page.getByLabel('RSA').isChecked()).toBe(true);
      expect(await page.locator('#rowStart-0').inputValue()).toBe('21:00');
    });
  });

  it('asks which commune is meant, and takes the answer', async () => {
    await visit(NO_SCRIPT, async (page) => {
      await fillRequired(page, 'Journée');
      await page.getByLabel('Commune du domicile').fill('55200');
      await search(page);
      expect(await page.locator('.error-summary a').getAttribute('href')).toBe('#homeCommune');
      await page.getByLabel('Vignot (55200)').check();
      await search(page);
      await result(page);
      expect(await page.locator('h1').innerText()).toContain('De Vignot');
    });
  });

  it('refuses a home outside the territory and swapped coordinates, beside their field', async () => {
    await visit(NO_SCRIPT, async (page) => {
      await fillRequired(page, 'Journée');
      await page.getByLabel('Commune du domicile').fill('Saint-Dizier');
      await search(page);
      expect(await page.locator('#home-error').innerText()).toContain('hors du territoire');
      await page.getByLabel('Commune du domicile').fill('Commercy');
      await page.locator('#domicile summary').click();
      await page.locator('#homePoint').fill('5.5905, 48.7612');
      await search(page);
      expect(await page.locator('#homePoint-error').innerText()).toMatch(/inversées\s: écrivez 48.7612, 5.5905$/);
    });
  });

  it('lets the rota be changed row by row without script', async () => {
    await visit(NO_SCRIPT, async (page) => {
      await fillRequired(page, 'Coupure');
      await page.getByRole('button', { name: 'Voir et modifier les heures' }).click();
      await expect.poll(() => page.locator('.rota-row').count()).toBe(10);
      await expect.poll(() => page.getByLabel('Commune du domicile').inputValue()).toBe('Commercy');
      await page.getByRole('button', { name: 'Ajouter un poste' }).click();
      await expect.poll(() => page.locator('.rota-row').count()).toBe(11);
      await page.locator('#rowDay-10').selectOption('6');
      await page.locator('#rowStart-10').fill('5 h 30');
      await page.locator('#rowEnd-10').fill('5:30');
      await page.locator('#rowStart-1').fill('08:00');
      await search(page);
      expect(await page.locator('#rowEnd-10-error').innerText()).toContain('la fin est la même que le début');
      expect(await page.locator('#rowStart-1-error').innerText()).toContain('chevauche');
      await page.locator('#rowEnd-10').fill('12h');
      await page.locator('#rowStart-1').fill('17:00');
      await page.locator('#rowStart-0').fill('');
      await page.locator('#rowEnd-0').fill('');
      await search(page);
      await result(page);
      // Nine shifts of the preset and the Saturday's.
      expect(await page.locator('.week .ride').count()).toBe(20);
    });
  });

  it('searches when Return is pressed in a field, rows shown or not', async () => {
    await visit(DESK, async (page) => {
      await fillRequired(page, 'Journée');
      await page.getByRole('button', { name: 'Voir et modifier les heures' }).click();
      await page.locator('#home').press('Enter');
      await result(page);
    });
  });
});

describe('what is sent', () => {
  it('twice is one trial; changed, it is another', async () => {
    await visit(NO_SCRIPT, async (page) => {
      const before = await trials();
      await fillRequired(page, 'Journée');
      const form = await measure(page, formAnswers);
      const post = (data: string) =>
        page.request.post(`${site.url}/pro/essai`, {
          data,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          maxRedirects: 0,
        });
      const [first, second] = await Promise.all([post(form), post(form)]);
      expect([first.status(), second.status()]).toEqual([303, 303]);
      expect(first.headers().location).toBe(second.headers().location);
      expect(await trials()).toBe(before + 1);
      const changed = await post(form.replace('walk=', 'walk=10'));
      expect(changed.headers().location).not.toBe(first.headers().location);
      expect(await trials()).toBe(before + 2);
    });
  });

  it('is for the holder of its address alone, and gone when erased', async () => {
    await visit(NO_SCRIPT, async (page) => {
      await fillRequired(page, 'Journée');
      await search(page);
      await result(page);
      const { pathname } = new URL(page.url());
      const answer = await page.request.get(page.url());
      expect(answer.headers()['cache-control']).toBe('no-store');
      expect(answer.headers()['x-robots-tag']).toBe('noindex');
      expect(answer.headers()['referrer-policy']).toBe('no-referrer');
      expect(await page.locator('meta[name=robots]').getAttribute('content')).toContain('noindex');

      const guess = await page.goto(`${site.url}/pro/essai/dia_00000000000000000000000000`);
      expect(guess?.status()).toBe(404);
      expect(await page.getByRole('link', { name: 'Lancer un nouvel essai' }).count()).toBe(1);

      const id = pathname.split('/').at(-1) ?? '';
      await site.owner`update diagnostics set expires_at = now() - interval '1 minute' where id = ${id}`;
      for (const path of [pathname, `${pathname}/offre/off_demo_carpool_0001`]) {
        expect((await page.goto(site.url + path))?.status(), path).toBe(404);
      }
    });
  });

  it('shows that it is being computed, and looks again by itself', async () => {
    await visit(NO_SCRIPT, async (page) => {
      await fillRequired(page, 'Journée');
      await search(page);
      await result(page);
      const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      await site.owner`update matches set status = 'pending', result = null, computed_at = null where diagnostic_id = ${id}`;
      await page.goto(page.url());
      expect(await page.getByRole('heading', { name: 'Recherche en cours' }).count()).toBe(1);
      expect(await page.locator('meta[http-equiv=refresh]').getAttribute('content')).toBe('2');
      await site.owner`update matches set status = 'failed', failure = 'Une raison.' where diagnostic_id = ${id}`;
      await page.getByRole('heading', { name: 'La recherche n’a pas abouti' }).waitFor({ timeout: 15_000 });
      expect(await page.getByText('Une raison.').count()).toBe(1);
      await page.getByRole('link', { name: 'Changer les réponses' }).click();
      await expect.poll(() => page.locator('#home').inputValue()).toBe('Commercy (55200)');
    });
  });
});

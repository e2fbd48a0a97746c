import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { deadAnchors, scrollWidth, tooSmallLetters, tooSmallTargets, unfoldAll } from '../support/page-checks.ts';
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

async function signIn(page: Page, role: 'employer' | 'mobilityAdvisor'): Promise<void> {
  const { email, password } = site.accountOf(role);
  await page.goto(`${site.url}/connexion`);
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.locator('form[action="/deconnexion"]').waitFor({ state: 'attached' });
}

describe.each([true, false])('employers, with script: %s', (javaScriptEnabled) => {
  it('go from a new site to a poster, which somebody answers and an adviser calls back', async () => {
    const context = await browser.visitor({ javaScriptEnabled });
    const page = await context.newPage();
    const name = `Atelier ${javaScriptEnabled}`;
    await signIn(page, 'employer');
    await page.getByRole('link', { name: 'Déclarer un site' }).click();
    await page.getByLabel('Nom du site').fill(name);
    await page.getByLabel('Commune du site').fill('Commercy');
    await page.getByRole('button', { name: 'Enregistrer le site' }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByRole('link', { name: 'Ajouter des horaires' }).click();
    await page.getByLabel('Nom de ces horaires').fill('Équipe du matin');
    await page.getByLabel('Un jour où le roulement commence').fill('2026-12-07');
    await page.getByLabel('2x8').check();
    await page.getByRole('button', { name: 'Enregistrer les horaires' }).click();
    await page.getByText('Équipe du matin').first().waitFor();
    await page.getByRole('link', { name: 'Ouvrir une ligne' }).click();
    await page.getByLabel('Nom de la ligne').fill(`Toul – ${name}`);
    await page.getByRole('button', { name: 'Ouvrir la ligne' }).click();
    await page.getByRole('link', { name: `Affiche à imprimer de la ligne Toul – ${name}` }).click();
    const code = (await page.locator('.poster-code').textContent()) ?? '';
    await context.close();

    const passing = await browser.visitor({ javaScriptEnabled });
    const phone = await passing.newPage();
    await phone.goto(`${site.url}/fr/ligne`);
    await phone.getByLabel('Code de l’affiche').fill(code.toLowerCase());
    await phone.getByRole('button', { name: 'Voir la ligne' }).click();
    await phone.getByRole('heading', { level: 1, name: `Toul – ${name}` }).waitFor();
    await phone.getByRole('button', { name: 'Envoyer ma réponse' }).click();
    await expect.poll(() => phone.title()).toMatch(/^Erreur/);
    await phone.getByLabel('Je conduis, j’ai de la place').check();
    await phone.getByLabel('Votre commune').fill('Void-Vacon');
    await phone.getByLabel('Votre prénom').fill(`Paul ${javaScriptEnabled}`);
    await phone.getByLabel('Votre numéro de téléphone').fill(`06 12 34 56 7${Number(javaScriptEnabled)}`);
    await phone.getByLabel(/^J’accepte/).check();
    await phone.getByRole('button', { name: 'Envoyer ma réponse' }).click();
    await phone.getByRole('heading', { name: 'Merci, c’est noté' }).waitFor();
    await passing.close();

    const office = await browser.visitor({ javaScriptEnabled });
    const desk = await office.newPage();
    await signIn(desk, 'mobilityAdvisor');
    await desk.goto(`${site.url}/pro/lignes`);
    await desk.getByRole('button', { name: `Marquer Paul ${javaScriptEnabled} comme rappelée` }).click();
    await desk.getByText('C’est noté.').waitFor();
    await office.close();
  });
});

describe('pages of employers', () => {
  it.each([
    [320, 'employer'],
    [1280, 'employer'],
    [320, 'mobilityAdvisor'],
    [320, 'nobody'],
  ] as const)('are fit for all at %i px, as %s sees them', async (width, role) => {
    const context = await browser.visitor({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    if (role !== 'nobody') await signIn(page, role);
    const [line] = await site.owner`select id, code, site_id from carpool_lines where id = 'lin_demo'`;
    const own = `/entreprise/sites/${line?.site_id}`;
    const paths = {
      employer: [
        '/entreprise',
        own,
        `${own}/modifier`,
        `${own}/horaires/pat_demo_two_shifts`,
        `${own}/lignes/nouvelle`,
        `/entreprise/lignes/${line?.id}/affiche`,
      ],
      mobilityAdvisor: ['/pro/lignes'],
      nobody: ['/fr/ligne', `/fr/ligne/${line?.code}`, '/fr/ligne/BCD-FGH-JKM'],
    }[role];
    for (const path of paths) {
      await page.goto(site.url + path);
      await measure(page, unfoldAll);
      const { violations } = await axe(page);
      expect([path, violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])]).toEqual([path, []]);
      expect([path, await measure(page, scrollWidth)]).toEqual([path, width]);
      expect([path, await measure(page, tooSmallLetters)]).toEqual([path, []]);
      expect([path, await measure(page, tooSmallTargets)]).toEqual([path, []]);
      expect([path, await measure(page, deadAnchors)]).toEqual([path, []]);
    }
    await context.close();
  });

  it('print a poster on one sheet', async () => {
    const context = await browser.visitor();
    const page = await context.newPage();
    await signIn(page, 'employer');
    await page.goto(`${site.url}/entreprise/lignes/lin_demo/affiche`);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
    await context.close();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { expectNoFault } from '../support/looks.ts';
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

async function signIn(page: Page, role: 'resourceCentre' | 'prescriber'): Promise<void> {
  const { email, password } = site.accountOf(role);
  await page.goto(`${site.url}/connexion`);
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.locator('form[action="/deconnexion"]').waitFor({ state: 'attached' });
}

describe.each([true, false])('the directory, with script: %s', (javaScriptEnabled) => {
  it('is added to, changed, given a person to ask, and archived', async () => {
    const context = await browser.visitor({ javaScriptEnabled });
    const page = await context.newPage();
    const name = `Relais vélo ${javaScriptEnabled}`;
    await signIn(page, 'resourceCentre');
    await page.goto(`${site.url}/ressources/partenaires`);
    await page.getByRole('link', { name: 'Ajouter une structure' }).click();
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect.poll(() => page.title()).toMatch(/^Erreur/);
    await page.getByLabel('Nom', { exact: true }).fill(name);
    await page.getByLabel('Commune', { exact: true }).fill('Commercy');
    await page.getByLabel(/^Tout le territoire/).check();
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('La structure est dans l’annuaire.').waitFor();
    await page.getByRole('link', { name: 'Ajouter une personne' }).click();
    await page.getByLabel('Prénom et nom').fill('Sam Durand');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Le contact est enregistré.').waitFor();
    await page.getByText('Sam Durand').waitFor();
    await page.getByRole('link', { name: 'Modifier', exact: true }).click();
    await page.getByLabel('Téléphone public').fill('03 29 00 00 09');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('link', { name: '03 29 00 00 09' }).waitFor();
    await page.getByRole('button', { name: 'Archiver' }).click();
    await page.getByText('La structure est archivée.').waitFor();
    await context.close();
  });

  it('is looked through by whoever passes, who sees nobody’s name', async () => {
    const context = await browser.visitor({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${site.url}/fr/partenaires`);
    await page.getByLabel('Nom ou mots de la présentation').fill('garage');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await page.getByRole('link', { name: 'Garage solidaire (exemple)' }).click();
    await page.getByRole('heading', { level: 1, name: 'Garage solidaire (exemple)' }).waitFor();
    expect(await page.content()).not.toContain('Noa Petit');
    await page.goto(`${site.url}/fr/partenaires/carte`);
    if (javaScriptEnabled)
      await expect.poll(() => page.locator('.map path.leaflet-interactive').count()).toBeGreaterThan(2);
    else await page.locator('noscript p').waitFor();
    await page.getByRole('rowheader').first().waitFor();
    await context.close();
  });
});

describe.each([360, 1280])('pages of the directory at %i pixels', (width) => {
  it('have no fault', async () => {
    const context = await browser.visitor({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    for (const [path, name] of [
      ['/fr/partenaires', 'public'],
      ['/fr/partenaires/par_demo_garage', 'public-sheet'],
      ['/fr/partenaires/carte', 'public-map'],
    ] as const) {
      await page.goto(`${site.url}${path}`);
      if (path.endsWith('carte')) await page.locator('.map path').first().waitFor({ state: 'attached' });
      await expectNoFault(page, `network/${name}-${width}`, width);
    }
    await signIn(page, 'resourceCentre');
    for (const [path, name] of [
      ['/ressources/partenaires', 'list'],
      ['/ressources/partenaires/par_demo_garage', 'sheet'],
      ['/ressources/partenaires/par_demo_garage/modifier', 'form'],
      ['/ressources/partenaires/par_demo_garage/versions', 'versions'],
      ['/ressources/partenaires/par_demo_garage/contacts/nouveau', 'contact'],
    ] as const) {
      await page.goto(`${site.url}${path}`);
      await expectNoFault(page, `network/${name}-${width}`, width);
    }
    await context.close();
  });
});

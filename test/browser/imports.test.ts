import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { expectNoFault, keepPicture, measure } from '../support/looks.ts';
import { scrollWidth } from '../support/page-checks.ts';
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

const FILE = (ref: string) =>
  [
    'Référence;Source;Titre;Structure;Coût (€);Lieu : code commune;Téléphone',
    `${ref}1;essai;Atelier vélo ${ref};Maison du vélo;10;55240;0329000000`,
    `${ref}2;essai;Code de la route ${ref};Maison du vélo;beaucoup;55029;`,
    `${ref}3;essai;;Maison du vélo;0;99999;`,
    `${ref}4;essai;Conduite apaisée ${ref};Maison du vélo;25,50;55545;`,
  ].join('\r\n');

describe.each([
  { script: false, width: 360 },
  { script: true, width: 1280 },
])('a file of offers, script: $script, $width px', ({ script, width }) => {
  const name = (step: string) => `imports-${width}-${step}`;
  /** At both widths where axe can look; without script it cannot, and what it would find is the same. */
  async function look(page: Page, step: string) {
    if (!script) {
      await keepPicture(page, name(step));
      expect([step, await measure(page, scrollWidth)]).toEqual([step, width]);
      return;
    }
    await expectNoFault(page, name(step), width);
    await page.setViewportSize({ width: 360, height: 800 });
    await expectNoFault(page, `${name(step)}-360`, 360);
    await page.setViewportSize({ width, height: 800 });
  }

  it('is sent, its faults are read, it is confirmed and taken back', async () => {
    const member = site.accountOf('resourceCentre');
    const context = await browser.visitor({ viewport: { width, height: 800 }, javaScriptEnabled: script });
    const page = await context.newPage();
    await page.goto(`${site.url}/connexion`);
    await page.locator('#email').fill(member.email);
    await page.locator('#password').fill(member.password);
    await page.locator('button[value="mot-de-passe"]').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));

    await page.goto(`${site.url}/ressources/imports`);
    await look(page, '1-form');
    await page.getByRole('button', { name: 'Vérifier le fichier' }).click();
    await page.locator('.error-summary').waitFor();
    expect(await page.title()).toMatch(/^Erreur/);
    await look(page, '2-errors');

    const ref = script ? 'S' : 'N';
    await page.locator('#format').selectOption('csv-training');
    await page
      .locator('#file')
      .setInputFiles({ name: 'ateliers.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE(ref)) });
    await page.getByRole('button', { name: 'Vérifier le fichier' }).click();
    // Without script the page looks again by itself.
    await page.getByText(/lignes sans erreur/).waitFor({ timeout: 60_000 });
    await page.getByText('Prix attendu').waitFor();
    await look(page, '3-checked');
    const [errors] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Télécharger les erreurs (CSV)' }).click(),
    ]);
    expect(errors.suggestedFilename()).toBe('erreurs.csv');

    await page.getByRole('button', { name: /^Importer 2/ }).click();
    await page.getByText('L’import est terminé.').waitFor({ timeout: 60_000 });
    await look(page, '4-done');
    await page.goto(`${site.url}/fr/catalogue?q=${encodeURIComponent(`Atelier vélo ${ref}`)}`);
    await page.getByText(`Atelier vélo ${ref}`).first().waitFor();

    await page.goto(`${site.url}/ressources/imports`);
    await page.getByRole('link', { name: 'ateliers.csv' }).first().click();
    await page.locator('summary', { hasText: 'Annuler cet import' }).click();
    await page.getByRole('button', { name: 'Annuler l’import' }).click();
    await page.getByText('L’import est annulé.').waitFor({ timeout: 60_000 });
    await look(page, '5-undone');
    await page.goto(`${site.url}/ressources/exports`);
    await look(page, '6-exports');
    await context.close();
  });
});

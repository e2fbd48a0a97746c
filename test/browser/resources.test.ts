import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { expectNoFault, measure } from '../support/looks.ts';
import { deadAnchors, unfoldAll } from '../support/page-checks.ts';
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

async function signIn(page: Page): Promise<void> {
  const { email, password } = site.accountOf('resourceCentre');
  await page.goto(`${site.url}/connexion`);
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Le catalogue du territoire' }).waitFor();
}
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const goOn = (page: Page) => page.getByRole('button', { name: 'Continuer' }).last().click();

describe.each([true, false])('the pôle ressources, with script: %s', (javaScriptEnabled) => {
  it('writes an offer, changes it, meets another editor, brings a version back, archives it and puts it back', async () => {
    const context = await browser.visitor({ javaScriptEnabled });
    const page = await context.newPage();
    const title = `Minibus du soir ${javaScriptEnabled}`;
    await signIn(page);
    await page.getByRole('link', { name: 'Ajouter une offre' }).click();
    await page.getByRole('link', { name: 'Transport solidaire' }).click();
    await heading(page, 'L’offre et qui la propose');
    await goOn(page);
    await expect.poll(() => page.title()).toMatch(/^Erreur/);
    await page.getByLabel('Titre').fill(title);
    await page.getByLabel('Mobilité douce, partagée, collective').check();
    await page.getByLabel('Structure ou personne qui propose').fill('Familles rurales d’essai');
    await page.getByLabel('SIRET').fill('98765432100099');
    await goOn(page);
    await heading(page, 'Ce qui est proposé');
    await page.getByLabel('D’où partent les bénévoles').fill('Commercy');
    await page.getByLabel('Lundi').first().check();
    await page.getByLabel('De (heure)').first().fill('20 h');
    await page.getByLabel('À (heure)').first().fill('23 h 30');
    await page.getByRole('button', { name: 'Ajouter une ligne' }).click();
    await page.getByRole('group', { name: 'Plage 2' }).getByLabel('Samedi').check();
    await page.getByRole('group', { name: 'Plage 2' }).getByLabel('De (heure)').fill('8 h');
    await page.getByRole('group', { name: 'Plage 2' }).getByLabel('À (heure)').fill('12 h');
    await goOn(page);
    const access = page.getByRole('heading', { level: 1, name: 'Qui peut en profiter' });
    const asked = page.getByRole('alert');
    await access.or(asked).waitFor();
    // Where several places are called so, it asks which.
    if (await asked.isVisible()) {
      await page.getByRole('radio').first().check();
      await goOn(page);
    }
    await heading(page, 'Qui peut en profiter');
    await page.getByLabel('Chercher un secteur').fill('Meuse');
    await page.getByRole('button', { name: 'Chercher ce secteur' }).click();
    await page.getByLabel('Tout le département : Meuse').check();
    await page.getByRole('button', { name: 'Relire ces phrases' }).click();
    await page.getByText('Habiter dans ce secteur : Meuse.').waitFor();
    await goOn(page);
    await heading(page, 'Quand, et pour qui c’est visible');
    await page.getByLabel('Offre inventée').check();
    await goOn(page);
    await heading(page, 'Vérifier l’offre');
    // What was asked this week is told at once: whoever comes second finds no button.
    const count = page.getByRole('button', { name: 'Compter les personnes' });
    if (await count.isVisible()) await count.click();
    await page.getByText(/^(Moins de 5|Au moins \d+) personnes/).waitFor();
    await page.getByRole('button', { name: 'Enregistrer dans le catalogue' }).click();
    await page.getByText('L’offre est dans le catalogue.').waitFor();
    await heading(page, title);
    const id = new URL(page.url()).pathname.split('/').at(-1) as string;

    // Two pages of one offer: the other is stored first.
    await page.getByRole('link', { name: 'Modifier : L’offre et qui la propose' }).click();
    await page.getByLabel('Titre').waitFor();
    const other = await context.newPage();
    await other.goto(`${site.url}/ressources/offres/${id}/modifier/nouveau/identite?retour=verifier`);
    await other.getByLabel('Titre').fill(`${title}, autre texte`);
    await other.getByRole('button', { name: 'Garder et revenir à la vérification' }).last().click();
    await other.getByRole('button', { name: 'Enregistrer dans le catalogue' }).click();
    await other.getByText('Les changements sont dans le catalogue.').waitFor();
    await page.getByLabel('Titre').fill(`${title}, mon texte`);
    await page.getByRole('button', { name: 'Garder et revenir à la vérification' }).last().click();
    await page.getByRole('button', { name: 'Enregistrer dans le catalogue' }).click();
    await heading(page, 'L’offre a changé entre-temps');
    await page.getByLabel(`Garder le vôtre : ${title}, mon texte`).check();
    await page.getByRole('button', { name: 'Continuer avec ces choix' }).click();
    await page.getByRole('button', { name: 'Enregistrer dans le catalogue' }).click();
    await heading(page, `${title}, mon texte`);

    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Rétablir la version 1' }).click();
    await heading(page, title);
    await page.getByRole('button', { name: 'Archiver cette offre' }).click();
    await page.getByText('Cette offre est archivée : personne ne la voit.').waitFor();
    await page.getByRole('button', { name: 'Rétablir cette offre' }).click();
    await page.getByText('L’offre est de nouveau dans le catalogue.').waitFor();

    await page.goto(`${site.url}/ressources/offres`);
    await page.getByLabel('Mots cherchés').fill('minibus soir');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await page.getByRole('link', { name: title }).waitFor();
    await context.close();
  });
});

describe('a zone that is drawn', () => {
  it('is written as a contour, point by point', async () => {
    const context = await browser.visitor({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await signIn(page);
    await page.goto(`${site.url}/ressources/offres/nouvelle/demandResponsiveTransport/nouveau/service`);
    await page.getByText('Dessiner le secteur sur la carte').click();
    const map = page.locator('.draw-map.leaflet-container');
    await map.waitFor();
    for (const [x, y] of [
      [200, 150],
      [400, 150],
      [300, 300],
    ] as const)
      await map.click({ position: { x, y } });
    const field = page.getByLabel('Contour (GeoJSON)');
    await expect.poll(async () => JSON.parse(await field.inputValue()).coordinates[0].length).toBe(4);
    await page.getByRole('button', { name: 'Effacer le dessin' }).click();
    expect(await field.inputValue()).toBe('');
    await context.close();
  });
});

describe('pages of the pôle ressources', () => {
  it.each([360, 1280])('are fit for all at %i px', async (width) => {
    const context = await browser.visitor({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    await signIn(page);
    const [offer] = await site.owner`select id from offers where kind = 'vehicleLoan' and archived_at is null limit 1`;
    const [zoned] = await site.owner`select id from offers where kind = 'demandResponsiveTransport' limit 1`;
    const own = `/ressources/offres/${offer?.id}`;
    for (const path of [
      '/ressources',
      '/ressources/offres',
      '/ressources/offres?q=introuvable',
      '/ressources/offres/nouvelle',
      '/ressources/offres/nouvelle/carpool',
      own,
      `${own}/versions`,
      `${own}/modifier/nouveau/identite`,
      `${own}/modifier/nouveau/service`,
      `${own}/modifier/nouveau/acces`,
      `${own}/modifier/nouveau/calendrier`,
      `${own}/modifier/nouveau/verifier`,
      `/ressources/offres/${zoned?.id}/modifier/nouveau/service`,
    ]) {
      await page.goto(site.url + path);
      await measure(page, unfoldAll);
      await expectNoFault(page, `ressources-${width}${path.replace(offer?.id, 'offre')}`, width);
      expect([path, await measure(page, deadAnchors)]).toEqual([path, []]);
    }
    await context.close();
  });
});

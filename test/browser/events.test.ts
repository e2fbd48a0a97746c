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

async function signIn(page: Page): Promise<void> {
  const { email, password } = site.accountOf('resourceCentre');
  await page.goto(`${site.url}/connexion`);
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.locator('form[action="/deconnexion"]').waitFor({ state: 'attached' });
}

async function announce(page: Page, title: string, places: string): Promise<void> {
  await page.goto(`${site.url}/ressources/evenements`);
  await page.getByRole('link', { name: 'Annoncer un événement' }).click();
  await page.getByLabel('Titre').fill(title);
  await page.getByLabel('Présentation').fill('Un café, des nouvelles du réseau, et vos questions.');
  await page
    .getByLabel('Jour', { exact: true })
    .fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel('Heure de début').fill('09:00');
  await page.getByLabel('Heure de fin').fill('11:00');
  await page.getByLabel('Commune', { exact: true }).fill('Commercy');
  await page.getByLabel('Nombre de places').fill(places);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('L’événement est annoncé.').waitFor();
}

async function signUp(page: Page, name: string, contact: string): Promise<void> {
  await page.getByLabel('Prénom et nom').fill(name);
  await page.getByLabel('Adresse électronique ou téléphone portable').fill(contact);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: /^S’inscrire/ }).click();
}

/** Of the last message to that address: it waits for the worker, and is read where it lies. */
async function linkTo(contact: string, what: RegExp): Promise<string> {
  const rows = await site.owner<{ body: string | null }[]>`
    select body from messages where to_address = ${contact} order by created_at desc`;
  return what.exec(rows[0]?.body ?? '')?.[0] ?? '';
}

describe.each([true, false])('the network, with script: %s', (javaScriptEnabled) => {
  it('announces an event, takes sign-ups, lets who cannot come sign off, and calls it off', async () => {
    const context = await browser.visitor({ javaScriptEnabled });
    const page = await context.newPage();
    const title = `Café mobilité ${javaScriptEnabled}`;
    await signIn(page);
    await announce(page, title, '1');
    const desk = page.url().split('?')[0] ?? '';

    const visitor = await (await browser.visitor({ javaScriptEnabled })).newPage();
    await visitor.goto(`${site.url}/fr/evenements`);
    await visitor.getByRole('link', { name: title }).click();
    await visitor.getByRole('button', { name: 'S’inscrire' }).click();
    await expect.poll(() => visitor.title()).toMatch(/^Erreur/);
    await signUp(visitor, 'Sam Durand', `sam.${javaScriptEnabled}@exemple.invalid`);
    await visitor.getByText('Votre inscription est enregistrée.').waitFor();
    await visitor.goto(visitor.url().split('?')[0] ?? '');
    await visitor.getByText('Complet :').waitFor();
    await signUp(visitor, 'Lou Petit', `lou.${javaScriptEnabled}@exemple.invalid`);
    await visitor.getByText('vous êtes sur la liste d’attente').waitFor();
    await page.goto(desk);
    await page.getByText('1 inscription pour 1 place, 1 en attente').waitFor();
    expect(await visitor.content()).not.toContain('Sam Durand');

    await page.getByRole('button', { name: 'Annuler l’événement' }).click();
    await expect.poll(() => page.title()).toMatch(/^Erreur/);
    await page.getByLabel('Raison de l’annulation').fill('Salle fermée');
    await page.getByRole('button', { name: 'Annuler l’événement' }).click();
    await page.getByText('L’événement est annulé : les inscrits sont prévenus.').waitFor();
    await visitor.reload();
    await visitor.getByText('Salle fermée').waitFor();
    await visitor.context().close();
    await context.close();
  });

  it('keeps a file in the library, found by who passes, and refuses a page', async () => {
    const context = await browser.visitor({ javaScriptEnabled });
    const page = await context.newPage();
    const title = `Guide des aides ${javaScriptEnabled}`;
    await signIn(page);
    await page.goto(`${site.url}/ressources/bibliotheque/nouveau`);
    await page.getByLabel('Titre').fill(title);
    await page.getByLabel('Mots-clés').fill('aides, permis');
    const file = (name: string, text: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(text) });
    await page.getByLabel('Fichier').setInputFiles(file('guide.pdf', '<!doctype html><script>alert(1)</script>'));
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('link', { name: /SVG peut contenir un programme/ }).waitFor();
    await page.getByLabel('Fichier').setInputFiles(file('guide.pdf', '%PDF-1.7\n'));
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('La ressource est dans la bibliothèque.').waitFor();

    const visitor = await (await browser.visitor({ javaScriptEnabled })).newPage();
    await visitor.goto(`${site.url}/fr/ressources-utiles`);
    await visitor.getByLabel('Mots du titre ou de la présentation').fill(`AIDES ${javaScriptEnabled}`);
    await visitor.getByRole('button', { name: 'Chercher' }).click();
    const [download] = await Promise.all([
      visitor.waitForEvent('download'),
      visitor.getByRole('link', { name: /^Télécharger/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`guide-des-aides-${javaScriptEnabled}.pdf`);
    await visitor.context().close();
    await context.close();
  });

  it('subscribes a visitor who confirms, and a professional by one button', async () => {
    const context = await browser.visitor({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${site.url}/fr/lettre`);
    await page.getByLabel('Votre adresse électronique').fill(`lettre.${javaScriptEnabled}@exemple.invalid`);
    await page.getByRole('button', { name: 'Recevoir la lettre' }).click();
    await page.getByText('Un message vient de partir').waitFor();
    await signIn(page);
    await page.goto(`${site.url}/fr/lettre`);
    await page.getByRole('button', { name: 'Recevoir la lettre' }).click();
    await page.getByText('Vous recevez cette lettre.').waitFor();
    await page.goto(`${site.url}/ressources/lettre`);
    await page.getByText('1 personne la reçoit.').waitFor();
    await page.goto(`${site.url}/fr/lettre`);
    await page.getByRole('button', { name: 'Ne plus la recevoir' }).click();
    await page.getByRole('button', { name: 'Recevoir la lettre' }).waitFor();
    await context.close();
  });
});

describe.each([360, 1280])('pages of the network at %i pixels', (width) => {
  it('have no fault', async () => {
    const context = await browser.visitor({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await signIn(page);
    await announce(page, `Rencontre du réseau ${width}`, '12');
    const id = /eve_\w+/.exec(page.url())?.[0] ?? '';
    const [item] = await site.owner<{ id: string }[]>`select id from library_items limit 1`;
    const passer = await (await browser.visitor({ viewport: { width, height: 900 } })).newPage();
    await passer.goto(`${site.url}/fr/evenements/${id}`);
    await expectNoFault(passer, `events/public-one-${width}`, width);
    await signUp(passer, 'Noa Martin', `noa.${width}@exemple.invalid`);
    await expectNoFault(passer, `events/signed-up-${width}`, width);
    const link = await linkTo(`noa.${width}@exemple.invalid`, /\/fr\/evenements\/inscription\/\S+/);
    const shown: readonly [Page, string, string][] = [
      ...(link === '' ? [] : ([[passer, link, 'held']] as [Page, string, string][])),
      [passer, '/fr/evenements', 'public-list'],
      [passer, '/fr/evenements/inscription/meuse/jamais', 'gone'],
      [passer, '/fr/ressources-utiles', 'library'],
      [passer, `/fr/ressources-utiles/${item?.id}`, 'library-one'],
      [passer, '/fr/lettre', 'letter'],
      [passer, '/fr/entreprises', 'companies'],
      [page, '/ressources/evenements', 'desk-list'],
      [page, `/ressources/evenements/${id}`, 'desk-one'],
      [page, `/ressources/evenements/${id}/modifier`, 'desk-form'],
      [page, '/ressources/bibliotheque', 'desk-library'],
      [page, '/ressources/bibliotheque/nouveau', 'desk-library-form'],
      [page, '/ressources/lettre', 'desk-letter'],
      [page, '/ressources', 'resources'],
    ];
    for (const [on, path, name] of shown) {
      await on.goto(`${site.url}${path}`);
      await expectNoFault(on, `events/${name}-${width}`, width);
    }
    await passer.context().close();
    await context.close();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newOfferLink } from '../../src/services/catalogue/offer-link.ts';
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

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

async function add(title: string, description: string | null): Promise<string> {
  const response = await fetch(`${site.url}/api/offers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${site.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'vehicleLoan',
      theme: 'mobilite--acceder-a-un-vehicule',
      provider: { name: 'Garage (exemple)', email: `garage.${title.length}@exemple.invalid` },
      illustrative: true,
      confirmedAt: '2020-01-01',
      details: { vehicleType: 'car', units: 1, depot: { commune: '55122', lon: 5.5905, lat: 48.7612 } },
      ...{ title, description },
    }),
  });
  const offer = (await response.json()) as { id: string };
  expect([response.status, offer]).toEqual([201, expect.anything()]);
  return offer.id;
}

describe.each([
  ['a telephone with script', 360, true],
  ['a telephone without script', 360, false],
  ['a wide screen', 1280, true],
] as const)('on %s', (name, width, javaScriptEnabled) => {
  const look = (page: Page, what: string) =>
    expectNoFault(page, `freshness-${width}-${javaScriptEnabled ? 'on' : 'off'}-${what}`, width, javaScriptEnabled);
  const open = async () => {
    const context = await browser.visitor({ viewport: { width, height: 800 }, javaScriptEnabled });
    return { context, page: await context.newPage() };
  };

  it('a provider confirms by the link, a centre works its queue and its doubles', async () => {
    const title = `Voiture d’essai, ${name}`;
    const first = await add(title, null);
    const { token, hash } = newOfferLink();
    await site.owner`insert into offer_links (territory_id, link_hash, offer_id, sent_at, expires_at)
      values ('meuse', ${hash}, ${first}, now(), now() + interval '60 days')`;

    const { context, page } = await open();
    const link = `${site.url}/confirmer/meuse/${token}`;
    await page.goto(link);
    await heading(page, 'Votre offre est-elle toujours exacte ?');
    await look(page, '1-link');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.locator('.error-summary').waitFor();
    await page.getByRole('button', { name: 'Tout est encore exact' }).click();
    await heading(page, 'Merci');
    await look(page, '2-thanks');
    await page.goto(`${link.slice(0, -1)}-`);
    await heading(page, 'Ce lien ne mène à rien');

    const second = await add(title, 'Avec un siège enfant');
    const { email, password } = site.accountOf('resourceCentre');
    await page.goto(`${site.url}/connexion`);
    await page.getByLabel('Adresse électronique').fill(email);
    await page.getByLabel('Mot de passe', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await heading(page, 'Le catalogue du territoire');

    await page.goto(`${site.url}/fr/catalogue/${second}`);
    await page.getByLabel('Le téléphone ne répond pas').check();
    await look(page, '3-report');
    await page.getByRole('button', { name: 'Signaler' }).click();
    await page.getByText('le pôle ressources est prévenu').waitFor();

    await page.goto(`${site.url}/ressources`);
    await look(page, '4-home');
    await page.getByRole('link', { name: /^À vérifier : / }).click();
    await heading(page, 'À vérifier');
    await look(page, '5-queue');
    await page.getByRole('button', { name: 'Clore ce signalement' }).first().click();
    await page.getByText('Écrivez ce qui a été vérifié').first().waitFor();
    await page.getByLabel('Ce qui a été vérifié ou corrigé').first().fill('Rappelé : tout va bien');
    await page.getByRole('button', { name: 'Clore ce signalement' }).first().click();
    await page.getByText('Le signalement est clos.').waitFor();
    await page.goto(`${site.url}/ressources/offres/${second}`);
    await page.getByRole('button', { name: 'Relancer maintenant' }).click();
    await page.getByText('La relance est partie').waitFor();
    await page.getByRole('button', { name: 'Tout est juste aujourd’hui' }).click();
    await page.getByText(/^Confirmée à la main le/).waitFor();
    await look(page, '6-desk');

    await page.goto(`${site.url}/ressources/doublons`);
    await page.getByRole('button', { name: `Garder l’offre A : ${title}` }).waitFor();
    await look(page, '7-doubles');
    await page.getByRole('button', { name: `Garder l’offre A : ${title}` }).click();
    await page.getByText('Les deux offres sont réunies.').waitFor();
    await look(page, '8-merged');
    await page
      .getByRole('button', { name: `Revenir en arrière : ${title}` })
      .first()
      .click();
    await page.getByText('Les deux offres sont comme avant.').waitFor();
    await page.getByRole('button', { name: `Garder l’offre A : ${title}` }).waitFor();
    await site.owner`update offers set archived_at = now() where id in (${first}, ${second})`;
    await context.close();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/db/seeds/territory.ts';
import { dateAt } from '../../src/domain/schedule/dates.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { expectNoFault } from '../support/looks.ts';
import { openSite, type Site } from '../support/site.ts';
import { enterStructure, openStructures, referTo } from '../support/structure.ts';

const WIDTH = 360;
let site: Site;
let browser: TestBrowser;
const today = dateAt(systemClock.now(), 'Europe/Paris');

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  await openStructures(site, { provider: 'org_school', prescriber: 'org_sends' });
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

/** Somebody whom the school said yes to. */
const referred = (id: string, kind: 'drivingLicence' | 'vehicleRepair', firstName: string) =>
  referTo(site, { id, kind, firstName, provider: 'org_school', prescriber: 'org_sends' });

describe.each([
  ['with script', true],
  ['without script', false],
])('a structure, %s', (name, javaScriptEnabled) => {
  const check = (page: Page, name: string) => expectNoFault(page, name, WIDTH, javaScriptEnabled);
  const tag = javaScriptEnabled ? 'on' : 'off';
  const open = async () => {
    const context = await browser.visitor({ viewport: { width: WIDTH, height: 740 }, javaScriptEnabled });
    const page = await context.newPage();
    await enterStructure(site, page, 'org_school');
    return page;
  };

  it('opens a group, enrols, notes who came, and that it is done', async () => {
    const who = `Nour ${tag}`;
    await referred(`learn_${tag}`, 'drivingLicence', who);
    const page = await open();
    await page.goto(`${site.url}/structure/formations`);
    await check(page, `programmes-${tag}-1-list`);
    await page.getByRole('link', { name: 'Ouvrir un groupe' }).click();
    await page.getByRole('heading', { level: 1, name: 'Ouvrir un groupe' }).waitFor();
    await page.getByRole('button', { name: 'Ouvrir le groupe' }).click();
    await page.locator('.error-summary').waitFor();
    await check(page, `programmes-${tag}-2-errors`);
    await page.getByLabel('Premier trajet accompagné').check();
    await page.getByLabel('Nom du groupe').fill(`Premier bus, ${name}`);
    await page.getByLabel('Premier jour').fill(today);
    await page.getByLabel('Dernier jour').fill(today);
    const weekday = ((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
    await page.locator('#day1').selectOption(String(weekday));
    await page.locator('#from1').fill('9h');
    await page.locator('#to1').fill('11 h 30');
    await page.getByLabel('Lieu', { exact: true }).fill('Gare de Commercy');
    await page.getByLabel('Nombre de places').fill('2');
    await page.getByRole('button', { name: 'Ouvrir le groupe' }).click();
    await page.getByRole('button', { name: `Inscrire ${who}` }).click();
    await page.getByText('la place est confirmée').waitFor();
    await check(page, `programmes-${tag}-3-group`);

    await page.locator('#sessions ~ ul a').first().click();
    await page.getByLabel('Présence', { exact: true }).check();
    await check(page, `programmes-${tag}-4-sheet`);
    await page.getByRole('button', { name: 'Enregistrer les présences' }).click();
    await page.getByText('Les présences sont notées').waitFor();
    await page.locator('.way-back a').click();
    await page.locator('#people ~ ul a').first().click();
    await page.getByText('Vient aux séances').waitFor();
    for (const step of ['prepared', 'accompanied', 'alone']) await page.locator(`#${step}-on`).fill(today);
    await page.getByRole('button', { name: 'Enregistrer les étapes' }).click();
    await page.getByLabel('Terminé le').fill(today);
    await check(page, `programmes-${tag}-5-person`);
    await page.getByRole('button', { name: 'Noter que c’est terminé' }).click();
    await page.getByText('Terminé', { exact: true }).waitFor();
    await page.goto(`${site.url}/structure/formations`);
    await page.getByText(`Premier bus, ${name}`).last().waitFor();
    await check(page, `programmes-${tag}-6-list`);
    const [referral] = await site.owner`select status from referrals where id = ${`ref_learn_${tag}`}`;
    expect(referral?.status).toBe('started');
    await page.context().close();
  });

  it('repairs: from the request to the keys', async () => {
    const who = `Sam ${tag}`;
    await referred(`car_${tag}`, 'vehicleRepair', who);
    const page = await open();
    await page.goto(`${site.url}/structure/atelier`);
    await check(page, `workshop-${tag}-1-list`);
    await page.locator('li', { hasText: who }).getByRole('link', { name: 'Ouvrir la demande' }).click();
    await page.getByLabel('Ce qu’il faut faire').fill('Freins à revoir');
    await check(page, `workshop-${tag}-2-request`);
    await page.getByRole('button', { name: 'Ouvrir la demande' }).click();
    await page.locator('#label1').fill('Plaquettes et main d’œuvre');
    await page.locator('#price1').fill('105,50');
    await page.getByRole('button', { name: 'Enregistrer le devis' }).click();
    await page.getByRole('link', { name: 'Devis à imprimer' }).click();
    await page.getByText('Bon pour accord').waitFor();
    await check(page, `workshop-${tag}-3-quote`);
    await page.locator('.way-back a').click();
    await page.locator('#funder1').fill('Département');
    await page.locator('#amount1').fill('80');
    await page.locator('#paperwork1').selectOption('granted');
    await page.getByRole('button', { name: 'Enregistrer le financement' }).click();
    await page.getByText('25,50').first().waitFor();
    await check(page, `workshop-${tag}-4-quoted`);
    await page.getByRole('button', { name: 'Noter que le devis est accepté' }).click();
    await page.locator('#on').fill(today);
    await page.locator('#at').fill('14 h 30');
    await page.getByLabel('Besoin d’un véhicule en attendant').check();
    await page.getByRole('button', { name: 'Enregistrer le rendez-vous' }).click();
    await page.getByLabel('Remises le').fill(today);
    await check(page, `workshop-${tag}-5-appointment`);
    await page.getByRole('button', { name: 'Noter que le véhicule est remis' }).click();
    await page.getByText('Véhicule remis').waitFor();
    await page.context().close();
  });
});

import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/db/seeds/territory.ts';
import { addDays, dateAt } from '../../src/domain/schedule/dates.ts';
import { conditionFields } from '../factories/condition-report.ts';
import { loan as loanOffer } from '../factories/offers.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { expectNoFault, keepPicture } from '../support/looks.ts';
import { openSite, type Site } from '../support/site.ts';
import { enterStructure, openStructures, referTo } from '../support/structure.ts';

const NARROW = { width: 360, height: 740 };
const WIDE = { width: 1280, height: 800 };
let site: Site;
let browser: TestBrowser;
let offerId: string;
let picture: Buffer;
const today = dateAt(systemClock.now(), 'Europe/Paris');
const inDays = (days: number) => addDays(today, days);

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  await openStructures(site, { provider: 'org_fleet', prescriber: 'org_sends' });
  const offer = loanOffer({ title: 'Voitures du garage' }, { depositCents: 20_000, tariff: { perDayCents: 500 } });
  const posted = await fetch(`${site.url}/api/offers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${site.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(offer),
  });
  offerId = ((await posted.json()) as { id: string }).id;
  await site.owner`update offers set organisation_id = 'org_fleet' where id = ${offerId}`;
  picture = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#7a93ab' } })
    .jpeg()
    .toBuffer();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

const photo = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: picture });
/** The condition report as it is filled in; what is damaged by its point. */
async function fillReport(page: Page, mileageKm: number, damaged: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(conditionFields(mileageKm))) {
    if (!name.startsWith('point-')) await page.locator(`#${name}`).fill(value);
    else {
      const words = damaged[name.slice(6)];
      await page.locator(`input[name="${name}"][value="${words === undefined ? 'ok' : 'damaged'}"]`).check();
      if (words !== undefined) await page.locator(`#words-${name.slice(6)}`).fill(words);
    }
  }
}

describe.each([
  ['with script', true],
  ['without script', false],
])('a structure that lends, %s', (_, javaScriptEnabled) => {
  const tag = javaScriptEnabled ? 'on' : 'off';
  /** Wide screens once, and without axe again: the page is the same. */
  async function check(page: Page, name: string) {
    await expectNoFault(page, `fleet-${tag}-${name}`, NARROW.width, javaScriptEnabled);
    if (!javaScriptEnabled) return;
    await page.setViewportSize(WIDE);
    await expectNoFault(page, `fleet-wide-${name}`, WIDE.width, false);
    await page.setViewportSize(NARROW);
  }
  async function checkPaper(page: Page, name: string) {
    await check(page, name);
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.emulateMedia({ media: 'print' });
    await keepPicture(page, `fleet-${tag}-${name}-printed`);
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize(NARROW);
  }
  async function add(page: Page, label: string) {
    await page.goto(`${site.url}/structure/flotte/nouveau`);
    await page.locator('#offerId').selectOption(offerId);
    await page.getByLabel('Nom du véhicule').fill(label);
    await page.locator('#mileageKm').fill('80 000');
    await page.getByRole('button', { name: 'Ajouter ce véhicule' }).click();
    await page.getByRole('heading', { level: 1, name: label }).waitFor();
  }

  it('goes from the accepted referral to the return, and promises no vehicle twice', async () => {
    const [car, spare] = [`Clio ${tag}`, `Zoé ${tag}`];
    const prescriber = 'org_sends';
    const who = {
      id: `loan_${tag}`,
      kind: 'vehicleLoan',
      firstName: 'Awa',
      provider: 'org_fleet',
      prescriber,
      offerId,
    };
    await referTo(site, who);
    const context = await browser.visitor({ viewport: NARROW, javaScriptEnabled });
    const page = await context.newPage();
    await enterStructure(site, page, 'org_fleet');

    await page.goto(`${site.url}/structure/flotte/nouveau`);
    await page.getByRole('button', { name: 'Ajouter ce véhicule' }).click();
    await page.locator('.error-summary').waitFor();
    await check(page, '1-new-vehicle');
    await add(page, spare);
    await add(page, car);
    await check(page, '2-vehicle');
    const vehicle = page.url();

    await page.goto(`${site.url}/structure/orientations/ref_loan_${tag}`);
    await page.getByRole('link', { name: 'Prêter un véhicule' }).click();
    await page.getByText('Pour Awa').waitFor();
    await page.locator('#vehicleId').selectOption(vehicle.split('/').at(-1) ?? '');
    await page.locator('#until').fill(inDays(6));
    await check(page, '3-lend');
    await page.getByRole('button', { name: 'Créer le prêt' }).click();
    await page.getByText('Contrat à signer').waitFor();
    const loan = page.url();
    await check(page, '4-loan');

    // The same vehicle on one of these days: for somebody else, then for a garage.
    await page.goto(`${site.url}/structure/flotte/prets/nouveau`);
    await page.locator('#vehicleId').selectOption(vehicle.split('/').at(-1) ?? '');
    await page.locator('#from').fill(inDays(6));
    await page.locator('#until').fill(inDays(9));
    await page.locator('#firstName').fill('Sam');
    await page.getByRole('button', { name: 'Créer le prêt' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('déjà');
    await check(page, '5-lent-twice');
    await page.goto(vehicle);
    await page.locator('#from').fill(inDays(2));
    await page.locator('#until').fill(inDays(3));
    await page.getByRole('button', { name: 'Bloquer ces jours' }).click();
    await page.getByRole('heading', { name: 'Ces jours sont déjà pris' }).waitFor();
    await check(page, '6-in-the-way');
    await page.getByRole('combobox', { name: 'Remplacer par' }).selectOption({ label: spare });
    await page.getByRole('button', { name: 'Déplacer ce prêt' }).click();
    await page.getByText('Le prêt est déplacé').waitFor();
    await page.locator('#from').fill(inDays(2));
    await page.locator('#until').fill(inDays(3));
    await page.getByRole('button', { name: 'Bloquer ces jours' }).click();
    await page.getByText('C’est enregistré').waitFor();

    await page.goto(loan);
    await page.getByRole('link', { name: 'Contrat à imprimer' }).click();
    await checkPaper(page, '7-contract');
    await page.goto(loan);
    await page.getByLabel('Signé pour la structure').fill('Inès Colin');
    await page.getByRole('button', { name: 'Noter les signatures' }).click();
    await page.getByRole('link', { name: 'Remettre le véhicule' }).click();
    await fillReport(page, 80_100, { body: 'Rayure sur la porte avant droite' });
    await page.locator('#photos').setInputFiles({
      name: 'logo.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    });
    await page.getByRole('button', { name: 'Remettre le véhicule' }).click();
    await page.getByText('n’est pas une photo').first().waitFor();
    await check(page, '8-report');
    await page.locator('#photos').setInputFiles([photo('a.jpg'), photo('b.jpg')]);
    await page.getByRole('button', { name: 'Remettre le véhicule' }).click();
    await page.getByText('Véhicule sorti').waitFor();
    await page.locator('#until').fill(inDays(8));
    await page.getByRole('button', { name: 'Prolonger le prêt' }).click();
    await page.locator('dl.facts').first().waitFor();
    await check(page, '9-out');

    await page.goto(`${site.url}/structure/flotte`);
    await check(page, '10-list');
    await page.getByRole('link', { name: 'Calendrier' }).click();
    await check(page, '11-week');
    await page.getByRole('link', { name: 'Mois' }).click();
    await check(page, '12-month');

    await page.goto(loan);
    await page.getByRole('link', { name: 'Noter le retour' }).click();
    await fillReport(page, 80_400, { body: 'Rayure sur la porte avant droite', interior: 'Taches sur un siège' });
    await page.locator('#photos').setInputFiles([photo('c.jpg')]);
    await page.locator('#kept').fill('50');
    await page.locator('#reason').fill('Nettoyage du siège');
    await check(page, '13-return');
    await page.getByRole('button', { name: 'Noter le retour' }).click();
    await page.getByText('Caution gardée').waitFor();
    expect(await page.getByText('Ce qui a changé depuis le départ').isVisible()).toBe(true);
    await page.locator('#label').fill('Péage');
    await page.locator('#chargeAmount').fill('7,40');
    await page.getByRole('button', { name: 'Ajouter ces frais' }).click();
    await page.getByText('12,40').waitFor();
    await check(page, '14-returned');
    await page.getByRole('link', { name: 'État des lieux de retour à imprimer' }).click();
    await page.getByText('Caution rendue').waitFor();
    await checkPaper(page, '15-report');
    expect(await page.locator('.report-photos img').count()).toBe(1);
    await context.close();
  }, 240_000);
});

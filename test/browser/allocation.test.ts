import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { scrollWidth, tooSmallLetters, tooSmallTargets } from '../support/page-checks.ts';
import { openSite, type Site } from '../support/site.ts';

const NARROW = 360;
const WIDE = 1280;
let site: Site;
let browser: TestBrowser;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  // One car for three people who wait: that is what a list is for.
  const { owner } = site;
  await owner`update vehicles set status = 'withdrawn' where organisation_id = 'org_demo_structure'`;
  const [offer] = await owner`select id from offers where title = 'Voiture à 5 € par jour, Commercy'`;
  await owner`insert into vehicles (territory_id, id, organisation_id, offer_id, label, vehicle_type, required_licence,
      status, illustrative, created_at, updated_at)
    values ('meuse', 'veh_browser', 'org_demo_structure', ${offer?.id}, 'Clio grise', 'car', 'B', 'available', true, now(), now())`;
  await owner`insert into vehicle_papers (territory_id, vehicle_id, organisation_id)
    values ('meuse', 'veh_browser', 'org_demo_structure')`;
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

/** `isScripted`: the checker of accessibility is a script, and runs only where scripts may. */
async function check(page: Page, name: string, isScripted: boolean): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) {
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  }
  const width = page.viewportSize()?.width;
  expect([name, await measure(page, scrollWidth)]).toEqual([name, width]);
  expect([name, await measure(page, tooSmallLetters)]).toEqual([name, []]);
  expect([name, await measure(page, tooSmallTargets)]).toEqual([name, []]);
  if (!isScripted) return;
  const { violations } = await axe(page);
  expect([name, violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)]).toEqual([
    name,
    [],
  ]);
}

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto(`${site.url}/connexion`);
  await page.locator('input[name="email"]').first().fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('button[value="mot-de-passe"]').click();
  await page.waitForURL((url) => url.pathname !== '/connexion');
}

const dayIn = (days: number) => {
  const date = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return date.split('-').reverse().join('/');
};

describe.each([
  { name: 'without script', javaScriptEnabled: false, width: WIDE },
  { name: 'with script', javaScriptEnabled: true, width: NARROW },
])('the waiting list, $name', ({ javaScriptEnabled, width }) => {
  it('is read, solved, confirmed and decided otherwise, and told to whoever referred', async () => {
    const context = await browser.visitor({ viewport: { width, height: 740 }, javaScriptEnabled });
    const page = await context.newPage();
    const shot = (name: string) => check(page, `allocation-${width}-${name}`, javaScriptEnabled);
    await signIn(page, site.accountOf('provider'));
    await page.goto(`${site.url}/structure/attente`);
    await page.getByRole('heading', { name: 'Liste d’attente des véhicules' }).waitFor();
    await shot('1-list');

    if (javaScriptEnabled) {
      await page.locator('#from').fill('demain');
      await page.getByRole('button', { name: 'Calculer une répartition' }).click();
      await page.locator('.error-summary').waitFor();
      await shot('2-errors');
    }
    await page.locator('#from').fill(dayIn(1));
    await page.locator('#until').fill(dayIn(60));
    await page.getByRole('button', { name: 'Calculer une répartition' }).click();
    await page.waitForURL('**/structure/attente/repartitions/*');
    // The page looks again by itself, with script or without.
    await page.getByText('Ce qui est proposé').waitFor({ timeout: 60_000 });
    await shot('3-round');

    const confirm = page.getByRole('button', { name: /^Confirmer pour/ });
    const before = await confirm.count();
    await confirm.first().click();
    await expect.poll(() => page.getByRole('button', { name: /^Confirmer pour/ }).count()).toBe(before - 1);
    await page.getByText('confirmé').first().waitFor();

    await page.getByText('Décider autrement', { exact: true }).first().click();
    const form = page.locator('details[open] form').first();
    await form.locator('select').selectOption('');
    await form.getByRole('button').click();
    await page.locator('.error-summary').getByText('Dites pourquoi').waitFor();
    await shot('4-why');
    await page.locator('details[open] input[name=reason]').fill('A trouvé un covoiturage pour ce mois');
    await page.locator('details[open] form button').click();
    await page.getByText('Raison donnée : A trouvé un covoiturage').waitFor();
    await shot('5-decided');

    await page.getByRole('button', { name: 'Rejouer cette répartition' }).click();
    await expect
      .poll(
        async () => {
          await page.goto(page.url().split('?')[0] ?? '');
          return page.getByText('la réponse est la même.').count();
        },
        { timeout: 60_000 },
      )
      .toBe(1);

    // Who is still waiting, put right.
    await page.goto(`${site.url}/structure/attente`);
    await page.locator('.waiting-table a').first().click();
    await page.getByRole('button', { name: 'Enregistrer' }).waitFor();
    await shot('6-entry');
    await page.locator('#days').fill('400');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.locator('.error-summary').getByText('90 jours au plus').waitFor();
    expect(await page.locator('#days').inputValue()).toBe('400');
    await page.locator('#days').fill('25');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('C’est enregistré').waitFor();

    await page.goto(`${site.url}/fr/attribution`);
    await page.getByRole('heading', { name: 'Comment les véhicules sont attribués' }).waitFor();
    await shot('7-criteria');
    await context.close();

    const theirs = await browser.visitor({ viewport: { width, height: 740 }, javaScriptEnabled });
    const prescriber = await theirs.newPage();
    await signIn(prescriber, site.accountOf('prescriber'));
    await prescriber.goto(`${site.url}/pro/orientations/ref_demo_noe`);
    await prescriber.getByRole('heading', { name: 'Liste d’attente pour un véhicule' }).waitFor();
    await check(prescriber, `allocation-${width}-8-standing`, javaScriptEnabled);
    await theirs.close();
  }, 300_000);
});

it('is joined from a referral, which is answered with it', async () => {
  const context = await browser.visitor({ viewport: { width: NARROW, height: 740 } });
  const page = await context.newPage();
  await signIn(page, site.accountOf('provider'));
  await page.goto(`${site.url}/structure/attente`);
  await page
    .getByRole('link', { name: /^Inscrire / })
    .first()
    .click();
  await page.getByRole('button', { name: 'Inscrire sur la liste' }).waitFor();
  await check(page, 'allocation-360-9-join', true);
  await page.getByRole('button', { name: 'Inscrire sur la liste' }).click();
  await page.getByText('C’est enregistré').waitFor();
  await context.close();
});

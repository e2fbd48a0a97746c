import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { deadAnchors, scrollWidth, tooSmallLetters, tooSmallTargets, unfoldAll } from '../support/page-checks.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let browser: TestBrowser;
let desk: Page;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  const context = await browser.visitor({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  desk = await context.newPage();
  const { email, password } = site.accountOf('prescriber');
  await desk.goto(`${site.url}/connexion`);
  await desk.locator('#email').first().fill(email);
  await desk.locator('input[type=password]').fill(password);
  await press('Se connecter');
});
afterAll(async () => {
  await desk?.context().close();
  await browser?.close();
  await site?.stop();
});

const press = (name: string | RegExp) => desk.getByRole('button', { name }).first().click();
const follow = (name: string | RegExp) => desk.getByRole('link', { name }).first().click();

/** Axe, 320 px, letters, targets and anchors of the page that is shown; a picture where SCREENSHOTS names a folder. */
async function holds(name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) {
    await mkdir(folder, { recursive: true });
    await desk.screenshot({ path: path.join(folder, `desk-${name}-360.png`), fullPage: true });
  }
  const looking = await browser.visitor({ viewport: { width: 320, height: 740 } });
  try {
    await looking.addCookies(await desk.context().cookies());
    const copy = await looking.newPage();
    await copy.goto(desk.url());
    await measure(copy, unfoldAll);
    const { violations } = await axe(copy);
    expect(violations.map(({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    expect([name, await measure(copy, scrollWidth)]).toEqual([name, 320]);
    expect(await measure(copy, tooSmallLetters)).toEqual([]);
    expect(await measure(copy, tooSmallTargets)).toEqual([]);
    expect(await measure(copy, deadAnchors)).toEqual([]);
  } finally {
    await looking.close();
  }
}

describe('a professional without script, on a telephone', () => {
  it('books the rota of somebody, prints the paper, and calls a ride off', async () => {
    const { email } = site.accountOf('prescriber');
    const [somebody] = await site.owner<{ id: string }[]>`select d.beneficiary_id as id from diagnostics d
      join beneficiary_access a on a.territory_id = d.territory_id and a.beneficiary_id = d.beneficiary_id
      join members m on m.territory_id = a.territory_id and m.organisation_id = a.organisation_id
      where m.email = ${email} and not d.trial order by d.created_at limit 1`;
    await desk.goto(`${site.url}/pro/personnes/${somebody?.id}`);
    await follow('Trajets : réserver, suivre, imprimer');
    await desk.getByRole('heading', { name: /^Trajets de/ }).waitFor();
    await holds('list');
    await follow('Réserver un trajet');
    await desk.getByRole('heading', { name: 'Quel trajet ?' }).waitFor();
    await holds('form');
    await press('Continuer');
    await desk.getByRole('heading', { name: 'Vérifier la demande' }).waitFor();
    await holds('check');
    await press('Chercher un trajet');
    await desk.getByRole('heading', { name: /^(Choisir un trajet|Aucun trajet trouvé)$/ }).waitFor({ timeout: 60_000 });
    await holds('choose');
    await press(/^Choisir :/);
    await desk.locator('h1').waitFor();
    if (desk.url().includes('/choix/')) await press('Réserver sans le reste');
    await desk.getByRole('heading', { name: 'Vérifier et réserver' }).waitFor();
    await holds('confirm');
    await press('Réserver');
    await desk
      .getByRole('heading', { name: /demand/ })
      .first()
      .waitFor();
    await holds('done');
    await follow('Le papier à remettre');
    await desk.getByText('En cas de problème').waitFor();
    await holds('slip');
    await follow('Retour aux trajets');
    await desk.getByRole('heading', { name: 'Ce qui s’est passé' }).waitFor();
    await holds('ride');
    await follow('Annuler ce trajet');
    await press('Oui, annuler');
    await desk
      .getByText(/^Annulé/)
      .first()
      .waitFor();
    await holds('cancelled');
  }, 240_000);
});

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/schedule/dates.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { deadAnchors, scrollWidth, tooSmallLetters, tooSmallTargets } from '../support/page-checks.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let browser: TestBrowser;
let adviser: Page;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  const context = await browser.visitor({ viewport: { width: 1280, height: 800 } });
  adviser = await context.newPage();
  const { email, password } = site.accountOf('prescriber');
  await adviser.goto(`${site.url}/connexion`);
  await adviser.locator('#email').first().fill(email);
  await adviser.locator('input[type=password]').fill(password);
  await press('Se connecter');
});
afterAll(async () => {
  await adviser?.context().close();
  await browser?.close();
  await site?.stop();
});

const press = (name: string | RegExp) => adviser.getByRole('button', { name }).first().click();
const said = () => adviser.locator('main').innerText();

/** Axe, letters and targets, no sideways scroll; a picture where SCREENSHOTS names a folder. */
async function holds(name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  const picture = async (of: string) => {
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    await adviser.screenshot({ path: path.join(folder, `plan-${name}-${of}.png`), fullPage: true });
  };
  for (const width of [1280, 360, 320]) {
    await adviser.setViewportSize({ width, height: 800 });
    if (width !== 320) await picture(String(width));
    if (width < 1280) expect([name, await measure(adviser, scrollWidth)]).toEqual([name, width]);
  }
  expect(await measure(adviser, tooSmallLetters)).toEqual([]);
  expect(await measure(adviser, tooSmallTargets)).toEqual([]);
  expect(await measure(adviser, deadAnchors)).toEqual([]);
  await adviser.emulateMedia({ media: 'print' });
  await adviser.setViewportSize({ width: 794, height: 1123 });
  await picture('paper');
  await adviser.emulateMedia({ media: 'screen' });
  await adviser.setViewportSize({ width: 1280, height: 800 });
}

describe('the plan of somebody for whom a scooter was accepted', () => {
  it('proposes that scooter, asks for its licence first, and prints on a phone with what is left to pay in sight', async () => {
    await adviser.goto(`${site.url}/pro/personnes/nouvelle`);
    await adviser.getByLabel('Prénom').fill('Thaïs');
    await adviser.getByLabel('Nom', { exact: true }).fill('Vandenbrouck');
    await adviser.getByLabel('Dans quelle commune').fill('Commercy');
    await adviser.getByLabel('Où faut-il aller').fill('Bar-le-Duc');
    await adviser.getByLabel('Téléphone').fill('06 39 98 00 17');
    await adviser.getByLabel('Premier jour de travail').fill(addDays(new Date().toISOString().slice(0, 10), 15));
    await adviser.getByRole('radio', { name: '3x8' }).check();
    await press('Enregistrer et chercher');
    await adviser.waitForURL((url) => !url.pathname.endsWith('/nouvelle'));
    const [, personId = ''] = /personnes\/([^/]+)/.exec(adviser.url()) ?? [];
    const [made] = await site.owner<{ id: string; person: string }[]>`
      select id, beneficiary_id as person from diagnostics where beneficiary_id = ${personId}`;
    if (!made) throw new Error('Nobody was recorded.');
    await expect
      .poll(async () => (await site.owner`select status from matches where diagnostic_id = ${made.id}`)[0]?.status, {
        timeout: 120_000,
      })
      .toBe('ready');
    const [scooter] = await site.owner<{ id: string; title: string }[]>`
      select id, title from offers where kind = 'vehicleLoan' and title ilike 'scooter%stenay%' limit 1`;
    const [file] = await site.owner<{ organisation: string }[]>`
      select organisation_id as organisation from beneficiary_access where beneficiary_id = ${made.person} limit 1`;
    await site.owner`insert into referrals ${site.owner({
      territory_id: 'meuse',
      id: 'ref-plan',
      beneficiary_id: made.person,
      offer_id: scooter?.id ?? '',
      organisation_id: file?.organisation ?? 'org_demo',
      status: 'accepted',
      sent_at: new Date().toISOString(),
      created_at: new Date().toISOString(),
      updated_at: new Date().toISOString(),
      retention_class: 'file',
    })}`;
    await adviser.goto(`${site.url}/pro/personnes/${made.person}/plan`);
    await press('Proposer un plan');
    await expect.poll(said).toContain(scooter?.title);
    const plan = await said();
    expect(plan).toContain('demande le permis AM');
    expect(plan).not.toContain('Vélo, Commercy');
    const { violations } = await axe(adviser);
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    await holds('proposed');

    await adviser.goto(`${site.url}/pro/personnes/${made.person}/plan/imprimer?langue=fr`);
    const paper = await said();
    for (const words of [scooter?.title, 'Le service a dit oui', 'À retirer', 'menu du navigateur']) {
      expect(paper).toContain(words);
    }
    expect(paper).not.toMatch(/\b\d\d:\d\d\b/);
    await holds('printed');
    await adviser.setViewportSize({ width: 360, height: 800 });
    const left = await adviser.locator('.funding-table tbody td:last-child').first().boundingBox();
    expect(left?.x).toBeGreaterThanOrEqual(0);
    expect((left?.x ?? 0) + (left?.width ?? 999)).toBeLessThanOrEqual(360);
    await adviser.goto(`${site.url}/pro/personnes/${made.person}/plan/imprimer?langue=en`);
    expect(await said()).toContain('The service said yes');
  });
});
